using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Payments;

/// <summary>The client of the sandbox, against the sandbox and against answers that make no sense.</summary>
public sealed class SandboxProviderTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    readonly CheckoutRequest request = GivenProvider.ARequest();

    IPaymentProvider Provider => ProviderAt(sandbox.Address.ToString());

    [Fact]
    public async Task Checkout_WhenPaidCapturedAndRefunded_IsAsTheInterfaceSays()
    {
        var checkout = await Provider.CreateCheckout(request, default);
        (await Provider.CreateCheckout(request, default)).Id.ShouldBe(checkout.Id);
        checkout.Metadata.ShouldBe(request.Metadata, ignoreOrder: true);
        await sandbox.PayAsync(checkout.Id);
        (await Provider.Find(checkout.Id, default))!.Status.ShouldBe(CheckoutStatus.Authorized);

        (await Provider.Capture(checkout.Id, request.AttemptId, 28_000, default)).Status.ShouldBe(CheckoutStatus.Captured);
        var refund = Guid.NewGuid();
        (await Provider.Refund(checkout.Id, refund, 8_000, default)).Kept.ShouldBe(20_000);
        (await Provider.Refund(checkout.Id, refund, 8_000, default)).Kept.ShouldBe(20_000);
        (await Provider.Refund(checkout.Id, Guid.NewGuid(), 20_000, default)).Status.ShouldBe(CheckoutStatus.Refunded);

        (await Should.ThrowAsync<PaymentRejectedException>(() => Provider.Cancel(checkout.Id, request.AttemptId, default))).Code.ShouldBe(PaymentRejectedException.InvalidState);
    }

    [Fact]
    public async Task Refund_WhenItsIdComesWithAnotherAmount_IsRefused()
    {
        var checkout = await Provider.CreateCheckout(request, default);
        await sandbox.PayAsync(checkout.Id);
        await Provider.Capture(checkout.Id, request.AttemptId, 28_000, default);
        var refund = Guid.NewGuid();
        await Provider.Refund(checkout.Id, refund, 8_000, default);

        (await Should.ThrowAsync<PaymentRejectedException>(() => Provider.Refund(checkout.Id, refund, 9_000, default))).Code.ShouldBe("idempotency_key_reused");
    }

    [Fact]
    public async Task Find_WhenThereIsNone_IsNull() => (await Provider.Find("chk_nobodys", default)).ShouldBeNull();

    [Fact]
    public async Task ListSince_WhenThereAreManyPages_ReadsThemAll()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 130).Select(_ => Provider.CreateCheckout(GivenProvider.ARequest(), default)));
        var now = TimeProvider.System.GetUtcNow();

        var listed = await Provider.ListSince(now.AddHours(-1), default).Select(checkout => checkout.Id).ToListAsync();

        made.Select(checkout => checkout.Id).Except(listed).ShouldBeEmpty();
        listed.ShouldBeUnique();
        (await Provider.ListSince(now.AddHours(1), default).ToListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("timeoutBefore")]
    [InlineData("timeoutAfter")]
    public async Task Create_WhenNoAnswerComesInTime_IsUnavailableAndSafeToRepeat(string fault)
    {
        var hasty = ProviderAt(sandbox.Address.ToString(), ("Payments:Timeout", "00:00:01"));
        await sandbox.GivenFaultAsync($$"""{"fault":"{{fault}}","verbs":["create"],"reference":"{{request.AttemptId}}","times":1}""");

        await Should.ThrowAsync<PaymentUnavailableException>(() => hasty.CreateCheckout(request, default));

        (await Provider.CreateCheckout(request, default)).Reference.ShouldBe($"{request.AttemptId}");
        (await sandbox.CheckoutsAsync()).Count(checkout => checkout.Reference == $"{request.AttemptId}").ShouldBe(1);
    }

    [Fact]
    public async Task Any_WhenTheKeyIsNotTaken_IsFenced()
    {
        var fenced = ProviderAt(sandbox.Address.ToString(), ("Payments:Key", "revoked-long-ago"));

        await Should.ThrowAsync<RegionFencedException>(() => fenced.CreateCheckout(request, default));
        await Should.ThrowAsync<RegionFencedException>(() => fenced.Find("chk_1", default));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "null")]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.BadRequest, "<html>")]
    [InlineData(HttpStatusCode.InternalServerError, "")]
    [InlineData(HttpStatusCode.Forbidden, "")]
    [InlineData(HttpStatusCode.TooManyRequests, "")]
    public async Task Any_WhenTheAnswerMakesNoSense_IsUnavailable(HttpStatusCode status, string body)
    {
        await using var nonsense = await StartNonsenseAsync(status, body);
        var provider = ProviderAt(nonsense.Urls.Single());

        (await Should.ThrowAsync<PaymentUnavailableException>(() => provider.CreateCheckout(request, default))).ShouldNotBeOfType<RegionFencedException>();
    }

    [Fact]
    public async Task Any_WhenARefusalHasNoCode_IsRejectedAsUnknown()
    {
        await using var nonsense = await StartNonsenseAsync(HttpStatusCode.Conflict, """{"title":"no"}""");

        (await Should.ThrowAsync<PaymentRejectedException>(() => ProviderAt(nonsense.Urls.Single()).CreateCheckout(request, default))).Code.ShouldBe("unknown");
    }

    [Theory]
    [InlineData("Payments:Key")]
    [InlineData("Payments:Url")]
    [InlineData("Payments:WebhookKey")]
    public void Settings_WhenOneIsMissing_AreRefused(string setting) =>
        Should.Throw<InvalidOperationException>(() => GivenProvider.Services(("Payments:Url", "http://sandbox.example"), (setting, ""))).Message.ShouldContain(setting);

    [Fact]
    public void Settings_WhenThereIsNoSuchProvider_AreRefused() =>
        Should.Throw<InvalidOperationException>(() => GivenProvider.Services(("Payments:Url", "http://sandbox.example"), ("Payments:Provider", "Barter")));

    [Fact]
    public void Webhook_WhenItIsNoEvent_IsMalformed()
    {
        var webhook = GivenProvider.Services(("Payments:Url", "http://sandbox.example"), ("Payments:WebhookKey", SandboxProcess.WebhookKey)).GetRequiredService<IPaymentWebhook>();
        var now = TimeProvider.System.GetUtcNow();

        foreach (var body in (string[])["nonsense", "null", "{}", """{"id":"evt_1"}""", """{"id":"evt_1","checkout":{}}""", """{"checkout":{"id":"chk_1"}}"""])
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(body);
            var signature = GivenWebhook.Signature(now, bytes, System.Text.Encoding.UTF8.GetBytes(SandboxProcess.WebhookKey));
            webhook.Read(signature, bytes, now).ShouldBeOfType<WebhookReading.Malformed>(body);
        }
    }

    static IPaymentProvider ProviderAt(string address, params (string, string?)[] settings) => GivenProvider.Services(
        [("Payments:Url", address), ("Payments:Key", SandboxProcess.Key), .. settings]).GetRequiredService<IPaymentProvider>();

    static async Task<WebApplication> StartNonsenseAsync(HttpStatusCode status, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(http =>
        {
            http.Response.StatusCode = (int)status;
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return app;
    }
}
