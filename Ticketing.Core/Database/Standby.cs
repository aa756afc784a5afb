using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ticketing.Core.Database;

/// <summary>
/// Whether this region stands by, its database a replica of the one that another region writes. It is looked at every second, so a
/// region that is promoted begins its work, and one that is demoted ends it, without a restart.
/// </summary>
public sealed class Standby(IServiceScopeFactory scopes, TimeProvider time, ILogger<Standby> logger) : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The first look, before everything else starts: bounded, since a service also starts while its database is away.</summary>
    static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(5);

    volatile Span span = Span.ToCome();
    volatile bool isOn;

    /// <summary>Also false until the database has answered for the first time; a replica refuses to be written in any case.</summary>
    public bool IsOn => isOn;

    /// <summary>Does the work whenever this region serves, from its promotion to its demotion, until told to stop.</summary>
    /// <param name="work">Goes on until it is cancelled.</param>
    public async Task WhileServingAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        while (!stop.IsCancellationRequested)
        {
            var current = span;
            await current.Began.Task.WaitAsync(stop);
            using var serving = CancellationTokenSource.CreateLinkedTokenSource(stop, current.Ended.Token);
            try
            {
                await work(serving.Token);
            }
            catch (OperationCanceledException) when (current.Ended.IsCancellationRequested && !stop.IsCancellationRequested)
            {
                // Demoted.
            }
        }
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(FirstLook);
        await LookAsync(bounded.Token);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }

    async Task LookAsync(CancellationToken ct)
    {
        // Unrecorded, so that its queries are not traces of their own.
        using var unrecorded = new Activity("standby").Start();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var isReplica = await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().IsReplicaAsync(ct);
            Become(isReplica);
        }
        catch (Exception e)
        {
            // It stays what it was: a primary that is away has not been demoted.
            logger.LogDebug(e, "The database does not say whether it is a replica");
        }
    }

    void Become(bool standby)
    {
        var current = span;
        if (standby && !isOn)
        {
            isOn = true;
            logger.LogWarning("This region stands by: its database is a replica");
            if (current.Began.Task.IsCompleted)
            {
                span = Span.ToCome();
                current.Ended.Cancel();
            }
        }
        else if (!standby && !current.Began.Task.IsCompleted)
        {
            if (isOn)
                logger.LogWarning("This region serves: its database was promoted");
            isOn = false;
            current.Began.SetResult();
        }
    }

    /// <summary>A time in which this region serves: it has begun, and ends.</summary>
    sealed record Span(TaskCompletionSource Began, CancellationTokenSource Ended)
    {
        public static Span ToCome() => new(new(TaskCreationOptions.RunContinuationsAsynchronously), new());
    }
}
