using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Database;

namespace Ticketing.Core.Customers;

/// <summary>
/// Reads each second which sessions have ended since the last time: all that matter at first, before any request. While the database is
/// away, what is known stays known; nothing is learned, but neither can anybody end a session then.
/// </summary>
sealed class EndedSessionsReader(EndedSessions ended, IServiceScopeFactory scopes, TimeProvider time, ILogger<EndedSessionsReader> logger)
    : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Of a transaction between saying that a session has ended and committing it.</summary>
    static readonly TimeSpan LongestTransaction = TimeSpan.FromMinutes(1);

    /// <summary>At the start only: a service also starts while its database is away.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(10);

    DateTimeOffset readUntil = DateTimeOffset.UnixEpoch;
    bool wasAbsent;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (!await ReadAsync(patience.Token) && !patience.IsCancellationRequested)
            await Task.Delay(Pause, time, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var forgotAt = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReadAsync(stoppingToken);
            if (time.GetElapsedTime(forgotAt) > ForgetInterval)
            {
                ended.ForgetExpired();
                forgotAt = time.GetTimestamp();
            }
        }
    }

    /// <returns>Whether it was told.</returns>
    async Task<bool> ReadAsync(CancellationToken ct)
    {
        // Unrecorded, so that its queries are not traces of their own.
        using var unrecorded = new Activity("ended sessions").Start();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
            var since = readUntil - LongestTransaction;
            var rows = await database.Database.SqlQuery<Row>(
                $"""
                SELECT ended.id, ended.expires_at, clock.read_at FROM (SELECT clock_timestamp() AS read_at) AS clock
                LEFT JOIN sessions AS ended ON ended.ended_at > {since} AND ended.expires_at > now() - interval '1 hour' AND ended.kind = 'Customer'
                """).ToListAsync(ct);
            foreach (var row in rows)
            {
                if (row is { Id: { } session, ExpiresAt: { } expiresAt })
                    ended.Add(session, expiresAt);
            }

            readUntil = rows[0].ReadAt;
            wasAbsent = false;
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested || readUntil == DateTimeOffset.UnixEpoch)
        {
            if (!wasAbsent)
                logger.LogWarning(e, "Which sessions have ended cannot be read; what is known of them stays known");
            wasAbsent = true;
            return false;
        }
    }

    sealed record Row(Guid? Id, DateTimeOffset? ExpiresAt, DateTimeOffset ReadAt);
}

/// <summary>Members' sessions that have ended before their tokens expire: looked at with each request, so in memory.</summary>
public sealed class EndedSessions(TimeProvider clock)
{
    /// <summary>How far clocks may disagree about when a token expires.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    readonly ConcurrentDictionary<Guid, DateTimeOffset> ended = new();

    /// <param name="expiresAt">Of the session's tokens; there is no need to remember it for longer.</param>
    public void Add(Guid sessionId, DateTimeOffset expiresAt) => ended.TryAdd(sessionId, expiresAt);

    public bool Contains(Guid sessionId) => ended.ContainsKey(sessionId);

    internal void ForgetExpired()
    {
        foreach (var (session, expiresAt) in ended)
        {
            if (expiresAt + Grace < clock.GetUtcNow())
                ended.TryRemove(session, out _);
        }
    }
}
