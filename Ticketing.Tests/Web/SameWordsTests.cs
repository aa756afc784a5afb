using System.Globalization;
using System.Resources;
using Ticketing.Core.Catalogue;
using Ticketing.Sandbox.Payments.HostedPage;
using Ticketing.Web.Localization;
using Ticketing.Workers.Emails.Writing;

namespace Ticketing.Tests.Web;

/// <summary>The site, the payment page and the mails call the same thing by the same name.</summary>
public sealed class SameWordsTests
{
    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public void Names_OnPagesAndInMails_AreTheSame(string language)
    {
        var mails = new MailTexts(language);

        foreach (var concession in Enum.GetValues<Concession>())
            mails.Concession(concession).ShouldBe(OnPages($"Concession.{concession}"));
        mails["Sender"].ShouldBe(OnPages("Site.Name"));
        string[] references = [OnPages("Booking.Reference"), OnPages("Find.Reference"), mails["Reference"]];
        references.Distinct().ShouldHaveSingleItem();
        mails["ShortDateAndTimeFormat"].ShouldBe(OnPages("Pattern.DateAndTime"));
        mails["DateAndTimeFormat"].ShouldStartWith(OnPages("Pattern.LongDate"));

        string OnPages(string name) => new ResourceManager(typeof(Texts)).GetString(name, CultureInfo.GetCultureInfo(language)).ShouldNotBeNull(name);
    }

    [Theory]
    [InlineData("ko", "15,000원")]
    [InlineData("en", "₩15,000")]
    public void Won_WhereverTheyAreTold_AreWrittenTheSame(string language, string written)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Words.Price(15_000, "KRW").ShouldBe(written);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }

        new MailTexts(language).Money(15_000, "KRW").ShouldBe(written);
        new CheckoutTexts(language).Money(15_000, "KRW").ShouldBe(written);
    }
}
