using Microsoft.AspNetCore.Http;

namespace Ticketing.Tests.Sandbox;

/// <summary>Events that come twice, late, in another order, wrongly signed or never.</summary>
public sealed class WebhookFaultTests : IAsyncLifetime
{
    readonly SandboxProcess sandbox = new();
    WebhookReceiver merchant = null!;
    CheckoutAnswer checkout = null!;

    public async Task InitializeAsync()
    {
        merchant = await WebhookReceiver.StartAsync();
        sandbox.WebhookUrl = merchant.Address;
        await sandbox.StartAsync();
        checkout = await sandbox.GivenCheckoutAsync();
    }

    public async Task DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await merchant.DisposeAsync();
    }

    [Fact]
    public async Task Event_WhenDuplicated_ComesThatOftenWithOneId()
    {
        await GivenAsync("""{"fault":"webhookDuplicate","events":["authorized"],"copies":3}""");
        await sandbox.PayAsync(checkout.Id);
        await sandbox.CaptureAsync(checkout.Id, 30_000);
        await merchant.TakesAsync("checkout.captured", checkout.Id);

        var posts = await Eventually.BecomesAsync(() => Task.FromResult(PostsOf("checkout.authorized")), posts => posts.Count == 3);

        posts.Select(post => post.Id).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Event_WhenLost_NeverComes()
    {
        await GivenAsync("""{"fault":"webhookLost","events":["authorized"]}""");
        await sandbox.PayAsync(checkout.Id);
        // Written down as delivered, so that no restart brings it back.
        await Eventually.BecomesAsync(sandbox.LedgerAsync, ledger => ledger.Contains("\"kind\":\"delivered\"", StringComparison.Ordinal));
        await sandbox.KillAsync();
        await sandbox.StartAsync();
        await sandbox.CaptureAsync(checkout.Id, 30_000);

        await merchant.TakesAsync("checkout.captured", checkout.Id);
        merchant.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Event_WhenReordered_ComesAfterTheNext()
    {
        await GivenAsync("""{"fault":"webhookReordered","events":["authorized"],"delay":"00:01:00"}""");
        await sandbox.PayAsync(checkout.Id);
        await sandbox.CaptureAsync(checkout.Id, 30_000);

        await merchant.TakesAsync("checkout.authorized", checkout.Id);

        merchant.Posts.Select(post => post.Type).ShouldBe(["checkout.captured", "checkout.authorized"]);
    }

    [Theory]
    [InlineData("webhookReordered")]
    [InlineData("webhookLate")]
    public async Task Event_WhenLate_ComesAfterTheDelay(string fault)
    {
        await GivenAsync($$"""{"fault":"{{fault}}","delay":"00:00:01"}""");
        var started = TimeProvider.System.GetTimestamp();
        await sandbox.PayAsync(checkout.Id);

        await merchant.TakesAsync("checkout.authorized", checkout.Id);

        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900));
        merchant.Posts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Event_WhenWronglySigned_IsTriedAgainWithTheRightKey()
    {
        merchant.Answer = earlier => earlier == 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        await GivenAsync("""{"fault":"webhookWrongSignature","times":1}""");
        await sandbox.PayAsync(checkout.Id);

        var posts = await Eventually.BecomesAsync(() => Task.FromResult(PostsOf("checkout.authorized")), posts => posts.Count == 2);

        WebhookTests.IsSigned(posts[0]).ShouldBeFalse();
        WebhookTests.IsSigned(posts[1]).ShouldBeTrue();
    }

    Task<string> GivenAsync(string rule) => sandbox.GivenFaultAsync(rule.Replace("{", $$"""{"checkout":"{{checkout.Id}}",""", StringComparison.Ordinal));

    List<WebhookPost> PostsOf(string type) => [.. merchant.Posts.Where(post => post.Type == type)];
}
