using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Support.Bookings;

/// <summary>The provider that settings name, as a service gets it.</summary>
static class GivenProvider
{
    public static ServiceProvider Services(params (string Setting, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Payments:Key"] = "a key of the tests";
        builder.Configuration["Payments:WebhookKey"] = "a webhook key of the tests";
        builder.Configuration["Payments:Timeout"] = Eventually.Patience.ToString();
        foreach (var (setting, value) in settings)
            builder.Configuration[setting] = value;
        builder.AddPaymentProvider();
        builder.AddPaymentWebhook();
        return builder.Services.BuildServiceProvider();
    }

    public static CheckoutRequest ARequest(string currency = "KRW", Guid? attempt = null) => new(
        attempt ?? Guid.NewGuid(),
        28_000,
        currency,
        new Uri("https://web.example/bookings/1/return"),
        new Uri("https://web.example/bookings/1"),
        // Whole seconds, as after a way through a provider.
        DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600),
        "듄: 파트 2 · H12, H13",
        "mina@example.com",
        "ko",
        new Dictionary<string, string> { ["booking"] = "0f8fad5b-d9cb-469f-a165-70867728950e", ["seats"] = "12 13" });
}
