using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments;

/// <summary>Work done again and again, by one process at a time.</summary>
interface IPeriodicWork
{
    /// <summary>Of the lock that its one owner has.</summary>
    static abstract string Name { get; }

    Task RunAsync(CancellationToken ct);
}

/// <summary>Runs the work in a scope of its own at an interval, wherever no other process is at it. A failed run is logged; the next one follows.</summary>
sealed class PeriodicJob<TWork>(IServiceScopeFactory scopes, TimeSpan interval, Standby standby, TimeProvider time, ILogger<TWork> logger) : BackgroundService
    where TWork : class, IPeriodicWork
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => standby.WhileServingAsync(RunAsync, stoppingToken);

    async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await RunOnceAsync(ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                logger.LogError(failure, "{Work} failed and is tried again in {Interval}", TWork.Name, interval);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    async Task RunOnceAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var ownership = await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().TryOwnAsync(TWork.Name, ct);
        if (ownership is not null)
            await scope.ServiceProvider.GetRequiredService<TWork>().RunAsync(ct);
    }
}

static class PeriodicJobExtensions
{
    /// <summary>Adds the work; the interval is the setting <paramref name="setting"/>, or a default.</summary>
    public static void AddPeriodicJob<TWork>(this IHostApplicationBuilder builder, string setting, TimeSpan byDefault)
        where TWork : class, IPeriodicWork
    {
        var interval = builder.Configuration.GetValue(setting, byDefault);
        builder.Services.AddScoped<TWork>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<PeriodicJob<TWork>>(services, interval));
    }
}
