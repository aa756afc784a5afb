using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ticketing.Core.Payments;

public static class PaymentProviderExtensions
{
    /// <summary>Adds <see cref="IPaymentProvider"/>, reached at <c>Payments:Url</c> with the secret <c>Payments:Key</c>.</summary>
    /// <exception cref="InvalidOperationException">One of the two settings is missing.</exception>
    public static void AddPaymentProvider(this IHostApplicationBuilder builder)
    {
        var address = new Uri(builder.Required("Payments:Url"));
        var key = builder.Required("Payments:Key");
        builder.Services.AddHttpClient<IPaymentProvider, SandboxPaymentProvider>(http =>
        {
            http.BaseAddress = address;
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        });
    }

    static string Required(this IHostApplicationBuilder builder, string setting) =>
        builder.Configuration[setting] is { Length: > 0 } value ? value : throw new InvalidOperationException($"The setting {setting} is missing.");
}
