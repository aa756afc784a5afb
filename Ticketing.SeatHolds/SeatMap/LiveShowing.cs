using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>
/// A showing's seats in this process, and those who watch them. Changes are sent together a moment after the first of them, as one
/// frame for all; while nothing changes, or nobody watches, it costs nothing but its memory.
/// </summary>
sealed class LiveShowing : IDisposable
{
    readonly Lock gate = new();
    // Frames go out one after the other. Taken before the gate, never within it.
    readonly Lock sending = new();
    readonly HashSet<SeatStream> streams = [];
    readonly SeatTimeline seats;
    readonly StreamOptions options;
    readonly StreamMetrics metrics;
    readonly TimeProvider clock;
    readonly ITimer send;
    SeatStream[]? audience;
    SeatVersion sent;
    volatile SeatsAnswer? answer;
    volatile bool stale;
    bool staleSent;
    bool sendDue;
    bool ended;
    long changedAt;
    volatile bool wanted = true;

    public LiveShowing(long id, SeatStates states, StreamOptions options, StreamMetrics metrics, TimeProvider clock)
    {
        Id = id;
        seats = new SeatTimeline(states);
        sent = states.Version;
        ReadAt = clock.GetTimestamp();
        send = clock.CreateTimer(_ => Send(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (this.options, this.metrics, this.clock) = (options, metrics, clock);
    }

    public long Id { get; }

    /// <summary>When all seats were read last: timestamp of the clock.</summary>
    public long ReadAt { get; private set; }

    public bool IsStale => stale;

    public bool IsWatched
    {
        get
        {
            lock (gate)
                return streams.Count > 0;
        }
    }

    public SeatVersion Version
    {
        get
        {
            lock (gate)
                return seats.Version;
        }
    }

    /// <summary>All seats as of now, or as known last.</summary>
    public SeatsAnswer Answer()
    {
        if (!wanted)
            wanted = true;
        return answer ?? WriteAnswer();
    }

    public Reception Receive(SeatChanges changes)
    {
        lock (gate)
        {
            var reception = seats.Receive(changes);
            if (reception == Reception.Applied)
                Changed();
            return reception;
        }
    }

    public void Adopt(SeatStates states)
    {
        lock (gate)
        {
            ReadAt = clock.GetTimestamp();
            var isNew = seats.Adopt(states);
            if (!isNew && !stale)
                return;
            // Those who watch are sent all seats: what changed one by one is not known.
            if (isNew)
                sent = default;
            stale = false;
            Changed();
        }
    }

    /// <summary>Redis is away: from now on this is what was known last.</summary>
    public void BecomeStale()
    {
        lock (gate)
        {
            if (stale)
                return;
            stale = true;
            Changed();
        }
    }

    /// <summary>A stream that begins with what a client that knows <paramref name="since"/> has missed, else with all seats. Null once ended.</summary>
    public SeatStream? Join(SeatVersion? since)
    {
        lock (gate)
        {
            if (ended)
                return null;

            var stream = new SeatStream(options.Backlog);
            if (since is not { } known || !seats.KnowsWhatChangedSince(known))
                stream.Offer(Answer().Frame);
            else if (known != seats.Version)
                stream.Offer(StreamFrames.Changes(seats.Version, seats.ChangesSince(known)));
            if (stale)
                stream.Offer(StreamFrames.Stale(seats.Version));

            if (streams.Count == 0)
                (sent, staleSent) = (seats.Version, stale);
            streams.Add(stream);
            audience = null;
            metrics.Opened();
            return stream;
        }
    }

    public void Leave(SeatStream stream)
    {
        lock (gate)
        {
            if (!streams.Remove(stream))
                return;
            audience = null;
            metrics.Closed();
        }
    }

    public void Beat()
    {
        lock (sending)
            Offer(Audience(), StreamFrames.Heartbeat);
    }

    /// <summary>Whether nobody has asked for the seats since the last call, and nobody watches.</summary>
    public bool IsIdle()
    {
        lock (gate)
        {
            var idle = !wanted && streams.Count == 0;
            wanted = false;
            return idle;
        }
    }

    public void End()
    {
        lock (sending)
        {
            lock (gate)
                ended = true;
            foreach (var stream in Audience())
                stream.End();
        }
    }

    public void Dispose() => send.Dispose();

    void Changed()
    {
        answer = null;
        if (streams.Count == 0 || sendDue)
            return;
        sendDue = true;
        changedAt = clock.GetTimestamp();
        send.Change(options.Coalescing, Timeout.InfiniteTimeSpan);
    }

    void Send()
    {
        lock (sending)
        {
            long since;
            byte[] frame;
            lock (gate)
            {
                since = changedAt;
                frame = NextFrame();
                sendDue = false;
            }

            var clients = Audience();
            Offer(clients, frame);
            metrics.Sent(clients.Length, clock.GetElapsedTime(since));
        }
    }

    /// <summary>What has changed since the last frame. It may repeat what a client that came in between knows, never skip anything.</summary>
    byte[] NextFrame()
    {
        byte[] changes =
            seats.Version == sent ? []
            : seats.KnowsWhatChangedSince(sent) ? StreamFrames.Changes(seats.Version, seats.ChangesSince(sent))
            : Answer().Frame;
        byte[] link = stale == staleSent ? [] : stale ? StreamFrames.Stale(seats.Version) : StreamFrames.Fresh(seats.Version);
        (sent, staleSent) = (seats.Version, stale);
        return [.. changes, .. link];
    }

    void Offer(SeatStream[] clients, byte[] frame)
    {
        foreach (var client in clients)
        {
            if (client.Offer(frame))
                continue;
            Leave(client);
            client.End(StreamFrames.Resync(sent));
            metrics.Dropped();
        }
    }

    SeatStream[] Audience()
    {
        lock (gate)
            return audience ??= [.. streams];
    }

    SeatsAnswer WriteAnswer()
    {
        lock (gate)
            return answer ??= new SeatsAnswer(seats.Now, stale);
    }
}
