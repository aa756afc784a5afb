using System.Collections.Concurrent;

namespace Ticketing.Core.Customers;

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
