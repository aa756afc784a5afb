using MimeKit;
using Ticketing.Core.Mails;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Browser;

/// <summary>Mails as people see them, on a phone and on a desk.</summary>
[Trait("Category", "Browser")]
public sealed class MailsInTheBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko", true)]
    [InlineData("ko", false)]
    [InlineData("en", true)]
    [InlineData("en", false)]
    public async Task Mails_OfEveryKind_FitTheScreen(string language, bool isPhone)
    {
        var screen = isPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(new Uri(TicketMails.PublicUrl), screen, language);
        foreach (var (name, write) in Mails(language))
        {
            using var mail = await write;
            await page.SetContentAsync(WithPictures(mail));
            await page.EvaluateAsync("Promise.all([...document.images].map(picture => picture.decode()))");
            await new Album(language, screen).ShootAsync(page, $"mail-{name}", isMail: true);

            (await page.Locator("h1").InnerTextAsync()).ShouldNotBeNullOrWhiteSpace();
            var link = await page.Locator("a").First.BoundingBoxAsync();
            link!.Height.ShouldBeGreaterThanOrEqualTo(44);
        }
    }

    static IEnumerable<(string Name, Task<MimeMessage> Mail)> Mails(string language) =>
    [
        ("ticket", TicketMails.WriteAsync(TicketMails.AMail(language))),
        ("cancellation", TicketMails.WriteAsync(TicketMails.ANotice(language, MailKind.Cancellation, RefundReason.CustomerCancelled))),
        ("part-cancellation", TicketMails.WriteAsync(TicketMails.ANotice(language, MailKind.Cancellation, RefundReason.CustomerCancelled, "H13"))),
        ("showing-cancelled", TicketMails.WriteAsync(TicketMails.ANotice(language, MailKind.ShowingCancelled, RefundReason.ShowingCancelled))),
        ("refund", TicketMails.WriteAsync(TicketMails.ANotice(language, MailKind.Refund, RefundReason.CustomerCancelled))),
        ("not-bookable", TicketMails.WriteAsync(TicketMails.ANotice(language, MailKind.Refund, RefundReason.NotBookable))),
        ("registration", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.Registration))),
        ("already-registered", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.AlreadyRegistered))),
        ("password-reset", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.PasswordReset))),
        ("password-changed", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.PasswordChanged))),
        ("address-confirmation", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.AddressConfirmation))),
        ("address-change-notice", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.AddressChangeNotice))),
        ("address-change-undone", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.AddressChangeUndone))),
        ("new-sign-in", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.NewSignIn))),
        ("authenticator-added", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.AuthenticatorAdded))),
        ("authenticator-removed", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.AuthenticatorRemoved))),
        ("code-reused", TicketMails.WriteAsync(TicketMails.AnAccountMail(language, MailKind.CodeReused))),
    ];

    /// <summary>As a mail program shows it: its own pictures in place.</summary>
    static string WithPictures(MimeMessage mail) => mail.BodyParts.OfType<MimePart>().Where(part => part.ContentId is not null)
        .Aggregate(mail.HtmlBody!, (html, part) =>
        {
            using var picture = new MemoryStream();
            part.Content!.DecodeTo(picture);
            return html.Replace($"cid:{part.ContentId}", $"data:{part.ContentType.MimeType};base64,{Convert.ToBase64String(picture.ToArray())}", StringComparison.Ordinal);
        });
}
