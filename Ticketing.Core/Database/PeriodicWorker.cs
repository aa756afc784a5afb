using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ticketing.Core.Database;

/// <summary>Does something round after round, at once and then at an interval, while this region serves. A failure ends the round, not the work.</summary>
/// <param name="name">For the log.</param>
public sealed class PeriodicWorker(
    string name, TimeSpan interval, Func<CancellationToken, Task> round, Standby standby, TimeProvider clock, ILogger<PeriodicWorker> logger)
    : BackgroundService
{
    /// <summary>Rounds that are closer together say the same of one outage.</summary>
    static readonly TimeSpan OwnOutage = TimeSpan.FromMinutes(1);

    bool isFailing;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => standby.WhileServingAsync(RunAsync, stoppingToken);

    async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            await DoRoundAsync(ct);
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    async Task DoRoundAsync(CancellationToken ct)
    {
        try
        {
            await round(ct);
            if (isFailing)
                logger.LogInformation("{Work} works again", name);
            isFailing = false;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            if (!isFailing || interval >= OwnOutage)
                logger.LogError(failure, "{Work} failed and is tried again in {Interval}", name, interval);
            isFailing = true;
        }
    }
}

public static class PeriodicWorkerExtensions
{
    /// <summary>Adds work to be done while this region serves. Needs the database, which says when that is.</summary>
    /// <param name="round">Is given the services once, and then called round after round.</param>
    public static void AddPeriodicWorker(
        this IHostApplicationBuilder builder, string name, TimeSpan interval, Func<IServiceProvider, Func<CancellationToken, Task>> round)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(round);
        // Not AddHostedService, which takes two of one type for the same.
        builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<PeriodicWorker>(services, name, interval, round(services)));
    }
}
