using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.ServiceDefaults;
using Ticketing.Workers.Payments.Pruning;

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
        builder.Services.AddScoped<MessagePruning>();
        builder.Services.AddOptions<SeatLimitOptions>().BindConfiguration("Bookings").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<RefundOptions>().BindConfiguration("Refunds").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PruningOptions>().BindConfiguration("Pruning").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<ReconcileOptions>().BindConfiguration("Payments").ValidateDataAnnotations().ValidateOnStart();

        builder.AddOutboxRelay(Queues.All);
        builder.AddDeadLetterParking(Queues.All);
        builder.AddConsumer<PaymentNotified, PaymentNotifiedHandler>(Queues.Payments);
        builder.AddConsumer<RefundRequested, RefundRequestedHandler>(Queues.Payments);
        builder.AddConsumer<ShowingCancelled, ShowingCancelledHandler>(Queues.Payments);
        builder.AddConsumer<BookingReaddressed, BookingReaddressedHandler>(Queues.Payments);
        builder.AddPeriodicJob<BookingExpiry>("Bookings:ExpiryInterval", TimeSpan.FromSeconds(1));
        builder.AddPeriodicJob<PaymentReconciler>("Payments:ReconcileInterval", TimeSpan.FromSeconds(5));
        builder.AddPeriodicJob<PaymentScan>("Payments:ScanInterval", TimeSpan.FromMinutes(5));
        builder.AddPeriodicJob<RefundRetry>("Refunds:RetryInterval", TimeSpan.FromSeconds(10));
        builder.AddPeriodicJob<CancelledShowings>("Bookings:CancelledShowingsInterval", TimeSpan.FromSeconds(5));
        builder.AddPeriodicJob<TicketKeyUpkeep>("Tickets:KeyInterval", TimeSpan.FromMinutes(1));
        builder.AddPeriodicJob<PruningJob>("Pruning:Interval", TimeSpan.FromMinutes(10));
    }
}

/// <summary>Of the section <c>Payments</c>, what <see cref="PaymentReconciler"/> and <see cref="PaymentScan"/> need.</summary>
sealed class ReconcileOptions
{
    /// <summary>How long an open attempt is left to the provider's notifications before we ask ourselves.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CheckAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many checkouts are settled at the same time.</summary>
    [Range(1, 64)]
    public int AtOnce { get; init; } = 8;

    /// <summary>A checkout younger than this is left to its notifications by <see cref="PaymentScan"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ScanGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How far a scan goes back behind the one before it: longer than a checkout can be paid.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ScanOverlap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far a scan goes back at most, and the first one does.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan ScanWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// A scan gives back so many payments of unknown bookings, then it waits for somebody to look: an empty database beside a full
    /// provider is more likely a mistake than a loss.
    /// </summary>
    [Range(0, 100_000)]
    public int ScanMostGivenBack { get; init; } = 100;
}

/// <summary>How payments ended.</summary>
sealed class PaymentMetrics(IMeterFactory meters)
{
    readonly Counter<long> settled =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.payments.settled", "{payment}", "Payment attempts that ended, by outcome");

    readonly Counter<long> found =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.payments.found", "{payment}", "Payments that only the provider's list told of, by what became of them");

    public void Found(FoundPaymentOutcome outcome) => found.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    readonly Counter<long> refunds =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.refunds.completed", "{refund}", "Refunds that the provider confirmed, by reason");

    readonly Counter<long> failedRefunds =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.refunds.failed", "{try}", "Refunds that the provider refused or did not answer; each is tried again");

    public void Refunded(RefundReason reason) => refunds.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void RefundFailed() => failedRefunds.Add(1);

    public void Settled(PaymentAttemptStatus outcome) => settled.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
