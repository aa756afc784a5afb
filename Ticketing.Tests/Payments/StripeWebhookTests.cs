using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Payments;

/// <summary>Webhooks in the shapes and with the signature that Stripe documents.</summary>
public sealed class StripeWebhookTests
{
    const string Key = "whsec_of_the_tests_0123456789";
    const string Metadata = "\"metadata\":{\"booking\":\"0f8fad5b-d9cb-469f-a165-70867728950e\"}";

    static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    readonly IPaymentWebhook webhook = GivenProvider.Services(("Payments:Provider", "Stripe"), ("Payments:WebhookKey", Key)).GetRequiredService<IPaymentWebhook>();

    [Theory]
    [InlineData("\"id\":\"cs_1\",\"object\":\"checkout.session\"", "cs_1")]
    [InlineData("\"id\":\"pi_1\",\"object\":\"payment_intent\"", "pi_1")]
    [InlineData("\"id\":\"ch_1\",\"object\":\"charge\",\"payment_intent\":\"pi_1\"", "pi_1")]
    public void Read_WhenItIsAboutOurs_SaysWhichCheckout(string about, string checkout) =>
        Read(Event($"{{{about},{Metadata}}}")).ShouldBe(new WebhookReading.Notification("evt_1", checkout));

    [Fact]
    public void Read_WhenItIsAboutOurRefund_SaysWhichCheckout() =>
        Read(Event("""{"id":"re_1","object":"refund","payment_intent":"pi_1","metadata":{"refund":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}}"""))
            .ShouldBe(new WebhookReading.Notification("evt_1", "pi_1"));

    [Theory]
    [InlineData("""{"id":"cs_1","object":"checkout.session","metadata":{"order":"7"}}""")]
    [InlineData("""{"id":"cs_1","object":"checkout.session","metadata":null}""")]
    [InlineData("""{"id":"acct_1","object":"account"}""")]
    [InlineData("""{"id":"cus_1","object":"customer","metadata":{"booking":"1"}}""")]
    [InlineData("""{"id":"ch_1","object":"charge","payment_intent":null,"metadata":{"booking":"1"}}""")]
    public void Read_WhenItIsAboutSomethingElse_IsIrrelevant(string about) => Read(Event(about)).ShouldBeOfType<WebhookReading.Irrelevant>();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"evt_1"}""")]
    [InlineData("""{"id":"","data":{"object":{}}}""")]
    [InlineData("""{"id":7,"data":{"object":{}}}""")]
    public void Read_WhenItIsNoEvent_IsMalformed(string body) => Read(body).ShouldBeOfType<WebhookReading.Malformed>();

    [Theory]
    [InlineData(0, true)]
    [InlineData(-290, true)]
    [InlineData(-310, false)]
    public void Read_WhenOld_IsForged(int seconds, bool valid) =>
        (Read(Event($"{{\"id\":\"cs_1\",\"object\":\"checkout.session\",{Metadata}}}"), Now.AddSeconds(seconds)) is WebhookReading.Notification).ShouldBe(valid);

    [Fact]
    public void Read_WhenSignedByAnother_IsForged()
    {
        var body = Encoding.UTF8.GetBytes(Event($"{{\"id\":\"cs_1\",\"object\":\"checkout.session\",{Metadata}}}"));

        webhook.Read(GivenWebhook.Signature(Now, body, "another key"u8.ToArray()), body, Now).ShouldBeOfType<WebhookReading.Forged>();
        webhook.Read("nonsense", body, Now).ShouldBeOfType<WebhookReading.Forged>();
        webhook.Read(null, body, Now).ShouldBeOfType<WebhookReading.Forged>();
    }

    [Fact]
    public void SignatureHeader_IsStripes() => webhook.SignatureHeader.ShouldBe("Stripe-Signature");

    WebhookReading Read(string body, DateTimeOffset? signedAt = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return webhook.Read(GivenWebhook.Signature(signedAt ?? Now, bytes, Encoding.UTF8.GetBytes(Key)), bytes, Now);
    }

    static string Event(string about) => "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"a.type\",\"data\":{\"object\":" + about + "}}";
}
