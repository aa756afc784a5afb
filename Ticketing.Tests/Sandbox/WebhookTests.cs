using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Ticketing.Tests.Sandbox;

/// <summary>What the provider tells the merchant. Each test has a sandbox and a merchant of its own.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    readonly SandboxProcess sandbox = new();
    WebhookReceiver merchant = null!;

    public async Task InitializeAsync()
    {
        merchant = await WebhookReceiver.StartAsync();
        sandbox.WebhookUrl = merchant.Address;
        await sandbox.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await merchant.DisposeAsync();
    }

    [Fact]
    public async Task Change_WhenItHappens_IsToldOnceAndSigned()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id, Cards.Declined);
        await sandbox.PayAsync(checkout.Id);
        await sandbox.CaptureAsync(checkout.Id, 30_000);
        await sandbox.RefundAsync(checkout.Id, 30_000);

        string[] expected = ["checkout.declined", "checkout.authorized", "checkout.captured", "checkout.refunded"];
        foreach (var type in expected)
        {
            var post = await merchant.TakesAsync(type, checkout.Id);
            post.CheckoutStatus.ShouldBe(type["checkout.".Length..]);
            ShouldBeSigned(post);
        }

        merchant.Posts.Select(post => post.Type).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData("checkout.canceled")]
    [InlineData("checkout.expired")]
    public async Task Change_WhenTheCheckoutEndsUnpaid_IsTold(string type)
    {
        var checkout = await sandbox.GivenCheckoutAsync(expiresIn: type == "checkout.expired" ? CheckoutSteps.Soon : null);
        if (type == "checkout.canceled")
            await sandbox.CancelAsync(checkout.Id);

        (await merchant.TakesAsync(type, checkout.Id)).Type.ShouldBe(type);
    }

    [Fact]
    public async Task Event_WhenRefused_IsSentAgainUntilTaken()
    {
        merchant.Answer = earlier => earlier < 3 ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent;
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);

        await Eventually.BecomesAsync(() => Task.FromResult(merchant.Posts.Count), count => count == 4);

        merchant.Posts.Select(post => post.Id).Distinct().ShouldHaveSingleItem();
        merchant.Posts.Select(post => post.Answer).ShouldBe([500, 500, 500, 204]);
        // What was taken is written down, so it is not owed any more.
        await Eventually.BecomesAsync(sandbox.LedgerAsync, ledger => ledger.Contains("\"kind\":\"delivered\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Event_WhenTheProviderIsKilledBeforeItIsTaken_ComesAfterTheRestart()
    {
        merchant.Answer = _ => StatusCodes.Status503ServiceUnavailable;
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);
        var refused = await merchant.TakesAsync("checkout.authorized", checkout.Id);

        await sandbox.KillAsync();
        merchant.Answer = _ => StatusCodes.Status200OK;
        await sandbox.StartAsync();

        var taken = await Eventually.BecomesAsync(
            () => Task.FromResult(merchant.Posts.FirstOrDefault(post => post.Answer == StatusCodes.Status200OK)), post => post is not null);
        taken!.Body.ShouldBe(refused.Body);
    }

    [Fact]
    public async Task Event_WhenTaken_IsNotSentAfterARestart()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);
        await merchant.TakesAsync("checkout.authorized", checkout.Id);
        await Eventually.BecomesAsync(sandbox.LedgerAsync, ledger => ledger.Contains("\"kind\":\"delivered\"", StringComparison.Ordinal));

        await sandbox.KillAsync();
        await sandbox.StartAsync();
        // A later event shows that the sender is at work.
        await sandbox.CancelAsync(checkout.Id);
        await merchant.TakesAsync("checkout.canceled", checkout.Id);

        merchant.Posts.Count(post => post.Type == "checkout.authorized").ShouldBe(1);
    }

    static void ShouldBeSigned(WebhookPost post)
    {
        IsSigned(post).ShouldBeTrue();
        (TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(Parts(post)["t"], CultureInfo.InvariantCulture)))
            .ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    internal static bool IsSigned(WebhookPost post)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(SandboxProcess.WebhookKey), Encoding.UTF8.GetBytes($"{Parts(post)["t"]}.{post.Body}"));
        return Parts(post)["v1"] == Convert.ToHexStringLower(expected);
    }

    static Dictionary<string, string> Parts(WebhookPost post) =>
        post.Signature.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
}
