using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments;

/// <summary>Work done again and again, by one process at a time.</summary>
interface IPeriodicWork
{
    /// <summary>Of the lock that its one owner has.</summary>
    static abstract string Name { get; }

    Task RunAsync(CancellationToken ct);
}

static class PeriodicJobExtensions
{
    /// <summary>Adds the work; the interval is the setting <paramref name="setting"/>, or a default.</summary>
    public static void AddPeriodicJob<TWork>(this IHostApplicationBuilder builder, string setting, TimeSpan byDefault)
        where TWork : class, IPeriodicWork
    {
        var interval = builder.Configuration.GetValue(setting, byDefault);
        builder.Services.AddScoped<TWork>();
        builder.AddPeriodicWorker(TWork.Name, interval, services => ct => RunAsync<TWork>(services.GetRequiredService<IServiceScopeFactory>(), ct));
    }

    /// <summary>In a scope of its own, wherever no other process is at it.</summary>
    static async Task RunAsync<TWork>(IServiceScopeFactory scopes, CancellationToken ct)
        where TWork : class, IPeriodicWork
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var ownership = await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().TryOwnAsync(TWork.Name, ct);
        if (ownership is not null)
            await scope.ServiceProvider.GetRequiredService<TWork>().RunAsync(ct);
    }
}
