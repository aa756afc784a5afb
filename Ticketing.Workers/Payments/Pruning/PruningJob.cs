using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments.Pruning;

/// <summary>Deletes what nobody will ask for any more.</summary>
sealed class PruningJob(
    TicketingDbContext context, MessagePruning messages, TimeProvider time, IOptions<PruningOptions> options, ILogger<PruningJob> logger) : IPeriodicWork
{
    public static string Name => "pruning";

    public async Task RunAsync(CancellationToken ct)
    {
        await messages.RunAsync(ct);
        await PruneAsync("answers to requests that nobody repeats any more", "idempotent_requests", options.Value.IdempotencyAfter, ct);
        await PruneAsync("notifications of the payment provider", "payment_notifications", options.Value.NotificationsAfter, ct);
        await PruneAsync("audit entries", "audit_entries", options.Value.AuditAfter, ct);
        await PruneAsync("other addresses of bookings", "address_changes", AddressChange.KeptFor, ct);
        await PruneAsync("sessions", "sessions", options.Value.SessionsAfter, ct);
        await PruneAsync("failed sign-ins", "failed_sign_ins", options.Value.FailedSignInsAfter, ct);
        await PruneAsync("requests to register or for another password", "account_requests", AccountRequest.KeptFor, ct);
    }

    async Task PruneAsync(string what, string table, TimeSpan after, CancellationToken ct)
    {
        if (await context.PruneAsync(table, time.GetUtcNow() - after, ct) is > 0 and var pruned)
            logger.LogInformation("Pruned {Count} {What}", pruned, what);
    }
}

/// <summary>The section <c>Pruning</c>.</summary>
sealed class PruningOptions
{
    /// <summary>How long a client may repeat a request with the same Idempotency-Key; a browser tab that was left open may after a night.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "365.00:00:00")]
    public TimeSpan IdempotencyAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long it can be looked up what the payment provider told us; longer than it goes on repeating itself.</summary>
    [Range(typeof(TimeSpan), "3.00:00:00", "365.00:00:00")]
    public TimeSpan NotificationsAfter { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// How long it is known who read which personal data. Korea's standard for the safety of personal information (Personal Information
    /// Protection Commission, Article 8) asks for a year at least, and for two of whoever has the data of 50,000 people or more.
    /// </summary>
    [Range(typeof(TimeSpan), "365.00:00:00", "3660.00:00:00")]
    public TimeSpan AuditAfter { get; init; } = TimeSpan.FromDays(731);

    /// <summary>
    /// How long after its tokens have expired it can be looked up who had a session from where; so long, too, a network is one from which
    /// a member has signed in before.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan SessionsAfter { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long failed sign-ins are kept; longer than they count.</summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "365.00:00:00")]
    public TimeSpan FailedSignInsAfter { get; init; } = TimeSpan.FromDays(2);
}
