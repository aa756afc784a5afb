using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Database;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Core.Seats.Loading;

/// <summary>
/// Compares showings in Redis with PostgreSQL and heals what differs, whatever message was lost or came to a Redis that has
/// since been replaced. Any number of processes share the work. Calls may throw <see cref="SeatHoldsUnavailableException"/>.
/// </summary>
public sealed class SeatReconciliation
{
    const int BatchSize = 50;

    static readonly ShowingScript ReconcileScript = ShowingScript.OfLoaded<SeatReconciliation>("Reconcile");

    readonly IConnectionMultiplexer redis;
    readonly ShowingStore showings;
    readonly IServiceScopeFactory scopes;
    readonly SeatHoldOptions options;
    readonly HoldMetrics metrics;
    readonly ILogger logger;

    internal SeatReconciliation(
        IConnectionMultiplexer redis, ShowingStore showings, IServiceScopeFactory scopes, IOptions<SeatHoldOptions> options, HoldMetrics metrics,
        ILogger<SeatReconciliation> logger)
    {
        this.redis = redis;
        this.showings = showings;
        this.scopes = scopes;
        this.options = options.Value;
        this.metrics = metrics;
        this.logger = logger;
    }

    /// <summary>
    /// Reconciles a batch of the showings that are due: each once per <see cref="SeatHoldOptions.ReconcileInterval"/>, whoever does it.
    /// With so many showings that the batches do not get round in that time it takes longer, and PostgreSQL is asked no more.
    /// </summary>
    /// <returns>The number of differences healed.</returns>
    public async Task<int> ReconcileDueAsync(CancellationToken ct) => await ReconcileAsync(await ClaimAsync(), ct);

    /// <summary>Reconciles one showing now, for whoever has reason to doubt it.</summary>
    public Task<int> ReconcileAsync(long showingId, CancellationToken ct) => ReconcileAsync([showingId], ct);

    async Task<int> ReconcileAsync(long[] showingIds, CancellationToken ct)
    {
        if (showingIds.Length == 0)
            return 0;

        var healed = 0;
        var failures = new List<Exception>();
        foreach (var truth in await ReadAsync(showingIds, ct))
        {
            try
            {
                healed += await ReconcileAsync(truth, ct);
            }
            catch (RedisServerException e)
            {
                // One showing's trouble is no reason to leave the others alone.
                failures.Add(new InvalidOperationException($"Showing {truth.ShowingId} cannot be reconciled.", e));
            }
        }

        return failures is [] ? healed : throw new AggregateException(failures);
    }

    async Task<int> ReconcileAsync(ShowingTruth truth, CancellationToken ct)
    {
        RedisValue[] arguments =
        [
            truth.SaleOpensAt.ToUnixTimeMilliseconds(),
            truth.CutoffAt.ToUnixTimeMilliseconds(),
            truth.Cancelled ? 1 : 0,
            .. BookedSeatRow.Arguments(truth.Booked, options.BookingGrace),
        ];
        // Not there: it is in line with PostgreSQL when it is loaded, and the sweepers see to what is left of it.
        if (await showings.RunIfLoadedAsync(ReconcileScript, truth.ShowingId, arguments, ct) is not { } answer || answer.Text(0) is "")
            return 0;

        var differences = answer.Text(0).Split(' ').Chunk(2).ToList();
        foreach (var difference in differences)
            metrics.Healed(truth: difference[0], shown: difference[1]);
        logger.LogInformation("Healed {Differences} differences of showing {ShowingId}", differences.Count, truth.ShowingId);
        return differences.Count;
    }

    async Task<IReadOnlyList<ShowingTruth>> ReadAsync(long[] showingIds, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await ShowingTruth.ReadAsync(scope.ServiceProvider.GetRequiredService<TicketingDbContext>(), showingIds, ct);
        }
        catch (Exception e) when (DatabaseFailure.IsAbsence(e))
        {
            throw new SeatHoldsUnavailableException("PostgreSQL does not say who has which seat.", e);
        }
    }

    async Task<long[]> ClaimAsync()
    {
        try
        {
            return await ShowingLists.ClaimAsync(redis.GetDatabase(), ShowingLists.Reconciliations, BatchSize, options.ReconcileInterval);
        }
        catch (Exception e) when (RedisFailure.IsAbsence(e))
        {
            throw new SeatHoldsUnavailableException("Redis does not answer.", e);
        }
    }
}
