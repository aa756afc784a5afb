using Microsoft.Extensions.Options;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>Sends every stream a sign of life, and ends them all when this replica stops, so that browsers go to another.</summary>
sealed class StreamHeartbeat(
    LiveShowings showings, IOptions<StreamOptions> options, TimeProvider clock, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var atTheEnd = lifetime.ApplicationStopping.Register(EndAll);
        using var timer = new PeriodicTimer(options.Value.Heartbeat, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var showing in showings.All)
                showing.Beat();
        }
    }

    void EndAll()
    {
        foreach (var showing in showings.All)
            showing.End();
    }
}
