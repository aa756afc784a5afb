using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.SeatHolds.WaitingRooms.Admission;

/// <summary>
/// Every step interval: moves the queues on, then learns what all replicas did. Every replica runs it; there is no leader. What goes
/// wrong with one room, or with one of the chores, stands in no other's way.
/// </summary>
sealed class AdmissionLoop(
    ActiveWaitingRooms rooms, ActiveWaitingRoomsRefresh refresh, QueueStep step, PlaceNumbers numbers, FoundPlaces found, BusyShowings busy, EndedWaitingRooms ended,
    IOptions<WaitingRoomOptions> options, Standby standby, TimeProvider clock, ILogger<AdmissionLoop> logger)
    : BackgroundService
{
    /// <summary>Rooms moved on at a time: each takes a connection.</summary>
    const int AtOnce = 4;

    readonly ConcurrentDictionary<string, bool> failing = new(StringComparer.Ordinal);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request, so that the gate is not open for a second after every start.
        await TryAsync("Hearing of waiting rooms", refresh.RunAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => standby.WhileServingAsync(RunAsync, stoppingToken);

    async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(options.Value.StepInterval, clock);
        while (await timer.WaitForNextTickAsync(ct))
            await StepAsync(ct);
    }

    async Task StepAsync(CancellationToken ct)
    {
        await TryAsync("Noticing crowds", busy.ReportAsync, ct);
        await TryAsync("Saving places found again", found.SaveAsync, ct);
        var all = rooms.All;
        var counts = await numbers.CountAsync(all.Select(room => room.Id), ct);
        await Parallel.ForEachAsync(
            all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (room, token) => await TryAsync($"Waiting room {room.Id}", each => step.RunAsync(room, counts[room.Id], each), token));
        await TryAsync("Hearing of waiting rooms", refresh.RunAsync, ct);
        await TryAsync("Forgetting ended rooms", ended.PruneAsync, ct);
    }

    async Task TryAsync(string chore, Func<CancellationToken, Task> run, CancellationToken ct)
    {
        try
        {
            await run(ct);
            if (failing.TryRemove(chore, out _))
                logger.LogInformation("{Chore} works again", chore);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Once per outage: the next round is due in a moment, and says the same.
            if (failing.TryAdd(chore, true))
                logger.LogError(e, "{Chore} fails", chore);
        }
    }
}
