using Microsoft.Extensions.Options;

namespace Ticketing.SeatHolds.WaitingRooms.Admission;

/// <summary>Every step interval: moves the queues on, then learns what all replicas did. Every replica runs it; there is no leader.</summary>
sealed class AdmissionLoop(
    Rooms rooms, RoomNews news, QueueStep step, BusyShowings busy, EndedRooms ended, IOptions<WaitingRoomOptions> options, TimeProvider clock, ILogger<AdmissionLoop> logger)
    : BackgroundService
{
    bool isFailing;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request, so that the gate is not open for a second after every start.
        await TryAsync(news.ReadAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.StepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryAsync(RunAsync, stoppingToken);
    }

    async Task RunAsync(CancellationToken ct)
    {
        await busy.ReportAsync(ct);
        foreach (var room in rooms.All)
            await step.RunAsync(room, ct);
        await news.ReadAsync(ct);
        await ended.PruneAsync(ct);
    }

    async Task TryAsync(Func<CancellationToken, Task> run, CancellationToken ct)
    {
        try
        {
            await run(ct);
            if (isFailing)
                logger.LogInformation("Waiting rooms move on again");
            isFailing = false;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Once per outage: the next round is due in a moment, and says the same.
            if (!isFailing)
                logger.LogError(e, "Waiting rooms stand still");
            isFailing = true;
        }
    }
}
