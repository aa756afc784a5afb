using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Customers;
using Ticketing.Core.Payments;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Payments;

static class PaymentEndpoints
{
    public static void AddPayments(this IHostApplicationBuilder builder)
    {
        builder.AddPaymentProvider().AddResilience(PaymentProviderExtensions.Verbs);
        builder.Services.AddOptions<PaymentLimitOptions>().BindConfiguration("PaymentLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PaymentLimits>();
        builder.AddPaymentWebhook();
        builder.Services.AddOptions<PaymentOptions>().BindConfiguration("Payments")
            .Configure(options => options.PublicUrl = builder.Configuration.GetValue<Uri>("PublicUrl"))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<StartPayment>();
        builder.Services.AddScoped<ReceiveNotification>();
    }

    public static void MapPayments(this IEndpointRouteBuilder routes)
    {
        var payments = routes.MapGroup("/api").WithTags("Payments");
        payments.MapPost("/bookings/{id:guid}/payments", Start).RequireAuthorization().AddEndpointFilter(PaymentLimits.ApplyAsync);
        payments.MapPost("/payments/webhook", Receive).AllowAnonymous();
    }

    static Task<Results<Ok<PaymentResponse>, ProblemHttpResult>> Start(Guid id, Customer customer, StartPayment handler, CancellationToken ct) =>
        handler.HandleAsync(id, customer, ct);

    static async Task<Results<Ok, ProblemHttpResult>> Receive(HttpRequest request, IPaymentWebhook webhook, ReceiveNotification handler, CancellationToken ct)
    {
        // As sent, byte for byte, because that is what is signed; the server bounds its size.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return await handler.HandleAsync(request.Headers[webhook.SignatureHeader], body.ToArray(), ct);
    }
}

/// <summary>Settings about payments.</summary>
sealed class PaymentOptions
{
    /// <summary>Where customers see the web app; the setting <c>PublicUrl</c>.</summary>
    [Required]
    public Uri? PublicUrl { get; set; }

    public Uri BookingPage(Guid bookingId) => new(PublicUrl!, $"/bookings/{bookingId}");

    /// <summary>Waits for the truth about a payment.</summary>
    public Uri ReturnPage(Guid bookingId) => new(PublicUrl!, $"/bookings/{bookingId}/return");
}
