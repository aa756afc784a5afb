using System.Data.Common;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Problems;

namespace Ticketing.Core.Database;

/// <summary>
/// Whether this region stands by, its database a replica of the one that another region writes. It is looked at every second, so a
/// region that is promoted begins its work, and one that is demoted ends it, without a restart.
/// </summary>
public sealed class Standby(string connectionString, TimeProvider time, ILogger<Standby> logger) : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>With a connection or an answer, in seconds: a service also starts while its database is away.</summary>
    const int Patience = 5;

    // Its own, outside the pool: a crowd that has all of the pool's must not look like a primary that is away.
    NpgsqlConnection? connection;
    volatile Span span = Span.ToCome();
    volatile bool isOn;

    /// <summary>Also false until the database has answered for the first time; a replica refuses to be written in any case.</summary>
    public bool IsOn => isOn;

    internal bool IsServing => span.Began.Task.IsCompleted;

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

    /// <summary>Looks before anything else starts.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        // Otherwise the loop closes it: it may be in use until that has ended.
        if (ExecuteTask is null)
            connection?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        finally
        {
            await ForgetAsync();
        }
    }

    async Task LookAsync(CancellationToken ct)
    {
        // Unrecorded, so that its queries are not traces of their own.
        using var unrecorded = new Activity("standby").Start();
        try
        {
            connection ??= await OpenAsync(ct);
            await using var query = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
            var isReplica = (bool)(await query.ExecuteScalarAsync(ct))!;
            // The pool still takes the promoted server for a replica.
            if (isOn && !isReplica)
                await Task.Delay(PoolMemory, time, ct);
            Become(isReplica);
            // The next look goes to a primary, should there be one by then.
            if (isOn)
                await ForgetAsync();
        }
        catch (Exception e)
        {
            // It stays what it was: a primary that is away has not been demoted.
            logger.LogDebug(e, "The database does not say whether it is a replica");
            await ForgetAsync();
        }
    }

    async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var opening = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = Patience, CommandTimeout = Patience }.ConnectionString);
        try
        {
            await opening.OpenAsync(ct);
            return opening;
        }
        catch
        {
            await opening.DisposeAsync();
            throw;
        }
    }

    async Task ForgetAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        connection = null;
    }

    TimeSpan PoolMemory => TimeSpan.FromSeconds(new NpgsqlConnectionStringBuilder(connectionString).HostRecheckSeconds + 0.2);

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

public static class StandbyExtensions
{
    /// <summary>Whether the database is a replica: it can be read, and follows another.</summary>
    public static Task<bool> IsReplicaAsync(this TicketingDbContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Database.SqlQuery<bool>($"SELECT pg_is_in_recovery() AS \"Value\"").SingleAsync(ct);
    }

    /// <summary>
    /// While this region stands by, answers everything with 503 <c>region_standby</c>: nothing can be sold, and even a page or a seat
    /// map may have to write a key or a row. Call it first; the management endpoints answer as ever.
    /// </summary>
    public static void UseStandby(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var standby = app.ApplicationServices.GetRequiredService<Standby>();
        app.Use((http, next) => standby.IsOn
            ? Problem.Unavailable("region_standby", "Tickets are sold in another region at the moment. Please try again.").ExecuteAsync(http)
            : next(http));
    }
}

/// <summary>
/// Where the connection string names several servers, keeps the region that serves on the primary. A string that only prefers it sends
/// whoever finds the pool of the primary used up to the replica, which takes no writes, instead of letting him wait.
/// </summary>
sealed class PrimaryWhileServing(string connectionString, Standby standby) : DbConnectionInterceptor
{
    readonly string ofPrimary = new NpgsqlConnectionStringBuilder(connectionString) { TargetSessionAttributes = "primary" }.ConnectionString;

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        // Strings that differ in nothing else share their connections.
        connection.ConnectionString = standby.IsServing ? ofPrimary : connectionString;
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ConnectionOpening(connection, eventData, result));
}
