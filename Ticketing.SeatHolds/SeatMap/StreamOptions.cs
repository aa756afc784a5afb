using System.ComponentModel.DataAnnotations;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>Settings of the live streams, section <c>Streams</c>; the limits are each replica's own.</summary>
sealed class StreamOptions
{
    /// <summary>Streams that one customer has open: a few windows.</summary>
    [Range(1, 1_000_000)]
    public int PerClient { get; set; } = 6;

    /// <summary>Streams from one address: a school or an office behind one.</summary>
    [Range(1, 1_000_000)]
    public int PerAddress { get; set; } = 200;

    [Range(1, 1_000_000)]
    public int Total { get; set; } = 20_000;

    /// <summary>Changes within this time go out together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:01")]
    public TimeSpan Coalescing { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Frames that a client may be behind before it is sent away to begin anew.</summary>
    [Range(1, 1000)]
    public int Backlog { get; set; } = 16;

    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}
