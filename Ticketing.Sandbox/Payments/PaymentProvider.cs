using Microsoft.Extensions.Options;
using Ticketing.Sandbox.Faults;
using Ticketing.Sandbox.Payments.Api;
using Ticketing.Sandbox.Payments.Faults;
using Ticketing.Sandbox.Payments.HostedPage;
using Ticketing.Sandbox.Payments.Ledger;
using Ticketing.Sandbox.Payments.Webhooks;

namespace Ticketing.Sandbox.Payments;

/// <summary>A payment provider: an API for merchants, a page for card holders, webhooks, and a ledger that outlives the process.</summary>
static class PaymentProvider
{
    public static void AddPaymentProvider(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.ConfigureHttpJsonOptions(json => SandboxJson.Apply(json.SerializerOptions));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<WebhookQueue>();
        builder.Services.AddSingleton<CheckoutLedger>();
        builder.Services.AddSingleton<MerchantKeys>();
        builder.Services.AddSingleton<FaultBoard<PaymentFault>>();
        builder.Services.AddSingleton<PaymentFaults>();
        builder.Services.AddHostedService<CheckoutExpiry>();
        builder.Services.AddWebhookSender();
    }

    public static void MapPaymentProvider(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v1"), v1 => v1.UseMiddleware<ProviderGate>());
        app.MapCheckoutApi();
        app.MapCheckoutPage();
        app.MapLedger();
        app.MapRevocation();
        app.MapFaults<PaymentFault>("/faults");
        WarnWithoutWebhook(app);
    }

    static void WarnWithoutWebhook(WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<SandboxOptions>>().Value.WebhookUrl is null)
            app.Logger.LogWarning("Sandbox:WebhookUrl is not set: events wait in the ledger.");
    }
}

/// <summary>Ends checkouts that nobody paid in time. Paying checks the time by itself; this only makes the end known.</summary>
sealed class CheckoutExpiry(CheckoutLedger ledger, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var checkout in ledger.Checkouts.Where(IsDue))
                await ledger.ChangeAsync(checkout.Id, current => current.Expire(time.GetUtcNow()));
        }
    }

    bool IsDue(Checkout checkout) =>
        checkout.Status is CheckoutStatus.Open or CheckoutStatus.Declined && checkout.ExpiresAt <= time.GetUtcNow();
}
