using System.Collections.Concurrent;
using Ticketing.Load.Reporting;
using Ticketing.Load.Stack;

namespace Ticketing.Load;

/// <summary>What a scenario works with, and what it leaves for the check of the invariants.</summary>
sealed record LoadRun(LoadStack Stack, Options Options, Report Report)
{
    /// <summary>Showings that something was bought of.</summary>
    public List<long> Showings { get; } = [];

    /// <summary>Waiting rooms that somebody was in.</summary>
    public List<long> Rooms { get; } = [];

    /// <summary>Bookings whose customers were told that they are confirmed.</summary>
    public ConcurrentBag<Guid> Confirmed { get; } = [];

    /// <summary>What the scenario itself saw that must not be.</summary>
    public List<string> Wrongs { get; } = [];
}
