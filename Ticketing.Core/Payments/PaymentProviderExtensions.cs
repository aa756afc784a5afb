using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Payments.StripeCheckouts;

namespace Ticketing.Core.Payments;

/// <summary>The setting <c>Payments:Provider</c>.</summary>
public enum PaymentProviderName
{
    Sandbox,
    Stripe,
}

public static class PaymentProviderExtensions
{
    static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How the providers' addresses end that take money, let go of it or give it back. The others make and read checkouts.</summary>
    public static string[] Verbs { get; } = ["capture", "cancel", "expire", "refunds"];

    /// <summary>
    /// Adds <see cref="IPaymentProvider"/>: the one that <c>Payments:Provider</c> names, with the secret <c>Payments:Key</c>, reached at
    /// <c>Payments:Url</c> (which Stripe can do without) and given up after <c>Payments:Timeout</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is missing, or there is no such provider.</exception>
    /// <returns>Its client, for the resilience of whoever calls it, apart for each of <see cref="Verbs"/>.</returns>
    public static IHttpClientBuilder AddPaymentProvider(this IHostApplicationBuilder builder)
    {
        var key = builder.Required("Payments:Key");
        if (builder.ProviderName() == PaymentProviderName.Stripe)
        {
            var url = builder.Configuration["Payments:Url"];
            return builder.Services.AddHttpClient<IPaymentProvider, StripePaymentProvider>((http, _) =>
                new StripePaymentProvider(StripeConnection.Open(http, key, url)))
                .ConfigureHttpClient(builder.GiveUpInTime);
        }

        var address = new Uri(builder.Required("Payments:Url"));
        return builder.Services.AddHttpClient<IPaymentProvider, SandboxPaymentProvider>(http =>
        {
            http.BaseAddress = address;
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }).ConfigureHttpClient(builder.GiveUpInTime);
    }

    /// <summary>Adds <see cref="IPaymentWebhook"/> of the same provider, with the secret <c>Payments:WebhookKey</c>.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing, or there is no such provider.</exception>
    public static void AddPaymentWebhook(this IHostApplicationBuilder builder)
    {
        var key = builder.Required("Payments:WebhookKey");
        builder.Services.AddSingleton<IPaymentWebhook>(
            builder.ProviderName() == PaymentProviderName.Stripe ? new StripeWebhook(key) : new SandboxWebhook(key));
    }

    static PaymentProviderName ProviderName(this IHostApplicationBuilder builder) =>
        builder.Configuration.GetValue("Payments:Provider", PaymentProviderName.Sandbox);

    static void GiveUpInTime(this IHostApplicationBuilder builder, HttpClient http) =>
        http.Timeout = builder.Configuration.GetValue("Payments:Timeout", DefaultTimeout);

    static string Required(this IHostApplicationBuilder builder, string setting) =>
        builder.Configuration[setting] is { Length: > 0 } value ? value : throw new InvalidOperationException($"The setting {setting} is missing.");
}
