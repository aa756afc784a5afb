using System.Net;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Sandbox;

/// <summary>A provider that answers late, wrongly or not at all.</summary>
public sealed class FaultTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    [Theory]
    [InlineData("errorBefore", "authorized")]
    [InlineData("errorAfter", "captured")]
    public async Task Capture_WhenItFails_WasDoneOrNot(string fault, string status)
    {
        var checkout = await GivenPaidAsync();
        await sandbox.GivenFaultAsync($$"""{"fault":"{{fault}}","verbs":["capture"],"checkout":"{{checkout.Id}}","times":1}""");

        await (await sandbox.CaptureAsync(checkout.Id, 30_000, "one")).ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal_error");

        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe(status);
        (await sandbox.CaptureAsync(checkout.Id, 30_000, checkout.Id)).StatusCode.ShouldBe(status == "captured" ? HttpStatusCode.Conflict : HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("timeoutBefore", "authorized")]
    [InlineData("timeoutAfter", "captured")]
    public async Task Capture_WhenNoAnswerComes_WasDoneOrNot(string fault, string status)
    {
        var checkout = await GivenPaidAsync();
        await sandbox.GivenFaultAsync($$"""{"fault":"{{fault}}","verbs":["capture"],"checkout":"{{checkout.Id}}","times":1,"delay":"00:00:00.3"}""");

        await Should.ThrowAsync<HttpRequestException>(() => sandbox.CaptureAsync(checkout.Id, 30_000, checkout.Id));

        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe(status);
        (await (await sandbox.CaptureAsync(checkout.Id, 30_000, checkout.Id)).CheckoutAsync()).Status.ShouldBe("captured");
    }

    [Fact]
    public async Task Create_WhenAimedByEmail_StrikesThatCustomerOnly()
    {
        await sandbox.GivenFaultAsync("""{"fault":"refuse","verbs":["create"],"email":"Unlucky@example.com","status":422,"code":"card_country"}""");
        var unlucky = CheckoutSteps.ACheckout();
        unlucky["customerEmail"] = "unlucky@example.com";

        await (await sandbox.PostAsync("/v1/checkouts", unlucky)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "card_country");

        (await sandbox.PostAsync("/v1/checkouts", CheckoutSteps.ACheckout())).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Cancel_WhenAimedByMetadata_StrikesThatBookingOnly()
    {
        var asked = CheckoutSteps.ACheckout();
        asked["metadata"] = new JsonObject { ["booking"] = "b-unlucky", ["showing"] = "7" };
        var unlucky = await (await sandbox.PostAsync("/v1/checkouts", asked)).CheckoutAsync();
        var other = await sandbox.GivenCheckoutAsync();
        await sandbox.GivenFaultAsync("""{"fault":"revokedKey","metadata":{"booking":"b-unlucky"}}""");

        await (await sandbox.CancelAsync(unlucky.Id)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_key");

        (await sandbox.CancelAsync(other.Id)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Delay_WhenAnotherFaultFollows_BothStrike()
    {
        var checkout = await GivenPaidAsync();
        var delay = await sandbox.GivenFaultAsync($$"""{"fault":"delay","checkout":"{{checkout.Id}}","delay":"00:00:00.2"}""");
        var error = await sandbox.GivenFaultAsync($$"""{"fault":"errorBefore","checkout":"{{checkout.Id}}"}""");
        var never = await sandbox.GivenFaultAsync($$"""{"fault":"refuse","checkout":"{{checkout.Id}}"}""");

        var started = TimeProvider.System.GetTimestamp();
        (await sandbox.CaptureAsync(checkout.Id, 30_000)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(190));
        (await sandbox.StruckAsync(delay), await sandbox.StruckAsync(error), await sandbox.StruckAsync(never)).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Pay_WhenTheBankDeclines_TakesTheNextCard()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.GivenFaultAsync($$"""{"fault":"decline","checkout":"{{checkout.Id}}","times":1}""");

        await sandbox.PayAsync(checkout.Id);
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("declined");
        await sandbox.PayAsync(checkout.Id);

        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("authorized");
    }

    async Task<CheckoutAnswer> GivenPaidAsync()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);
        return checkout;
    }
}
