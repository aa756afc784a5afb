using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.ServiceDefaults;
using Ticketing.Workers.Payments.Pruning;
using Ticketing.Workers.Payments.Refunds;
using Ticketing.Workers.Payments.Showings;

namespace Ticketing.Workers.Payments;

static class PaymentsRole
{
    /// <summary>
    /// Turns payments into tickets, and unpaid bookings into free seats. Signs with <c>Tickets:SigningKey</c> (PKCS#8, base64).
    /// </summary>
    /// <exception cref="InvalidOperationException">A needed setting is missing.</exception>
    public static void AddPaymentsRole(this IHostApplicationBuilder builder)
    {
        var signingKey = builder.Configuration["Tickets:SigningKey"] ?? throw new InvalidOperationException("The setting Tickets:SigningKey is missing.");

        builder.AddTicketingDatabase();
        builder.AddPaymentProvider().AddResilience(PaymentProviderExtensions.Verbs);
        builder.Services.AddSingleton(_ => new TicketSigner(signingKey));
        builder.Services.AddSingleton<TicketIssue>();
        builder.Services.AddSingleton<TicketKeyPublication>();
        builder.Services.AddScoped<SettlementRules>();
        builder.Services.AddSingleton<PaymentMetrics>();
        builder.Services.AddScoped<PaymentSettlement>();
        builder.Services.AddScoped<FoundPayment>();
        builder.Services.AddScoped<RefundPayment>();
        builder.Services.AddScoped<BookingsOfShowing>();
        builder.Services.AddOptions<RefundOptions>().BindConfiguration("Refunds").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PruningOptions>().BindConfiguration("Pruning").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<ReconcileOptions>().BindConfiguration("Payments").ValidateDataAnnotations().ValidateOnStart();

        builder.AddOutboxRelay(Queues.All);
        builder.AddDeadLetterParking(Queues.All);
        builder.AddConsumer<PaymentNotified, PaymentNotifiedHandler>(Queues.Payments);
        builder.AddConsumer<RefundRequested, RefundRequestedHandler>(Queues.Payments);
        builder.AddConsumer<ShowingCancelled, ShowingCancelledHandler>(Queues.Payments);
        builder.AddPeriodicJob<BookingExpiry>("Bookings:ExpiryInterval", TimeSpan.FromSeconds(1));
        builder.AddPeriodicJob<PaymentReconciler>("Payments:ReconcileInterval", TimeSpan.FromSeconds(5));
        builder.AddPeriodicJob<PaymentScan>("Payments:ScanInterval", TimeSpan.FromMinutes(5));
        builder.AddPeriodicJob<RefundRetry>("Refunds:RetryInterval", TimeSpan.FromSeconds(10));
        builder.AddPeriodicJob<CancelledShowings>("Bookings:CancelledShowingsInterval", TimeSpan.FromSeconds(5));
        builder.AddPeriodicJob<TicketKeyUpkeep>("Tickets:KeyInterval", TimeSpan.FromMinutes(1));
        builder.AddPeriodicJob<PruningJob>("Pruning:Interval", TimeSpan.FromMinutes(10));
    }
}
