using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Database;

namespace Ticketing.Core.Accounts;

/// <summary>
/// When customers' sessions were used last, for their members to see. A request costs no query: what was used in a minute is written
/// down at its end, by one statement. What a crash or an absent database loses is at most that the last use looks a little older.
/// </summary>
sealed class SessionUses(IServiceScopeFactory scopes, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Guid, DateTimeOffset> used = new();

    public void Note(Guid sessionId)
    {
        if (!used.ContainsKey(sessionId))
            used.TryAdd(sessionId, time.GetUtcNow());
    }

    /// <summary>Writes down what was noted since the last time.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        var taken = used.Keys.Select(id => (Id: id, IsThere: used.TryRemove(id, out var at), At: at)).Where(use => use.IsThere).ToList();
        if (taken is [])
            return;

        var (ids, times) = (taken.Select(use => use.Id).ToArray(), taken.Select(use => use.At).ToArray());
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().Database.ExecuteSqlAsync(
            $"""
            UPDATE sessions SET used_at = noted.at FROM unnest({ids}, {times}) AS noted (id, at)
            WHERE sessions.id = noted.id AND sessions.used_at < noted.at
            """,
            ct);
    }
}
