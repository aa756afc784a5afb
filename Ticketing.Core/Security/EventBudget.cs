namespace Ticketing.Core.Security;

/// <summary>Lets the first events of a minute be written, and counts the others: a flood fills no disk.</summary>
sealed class EventBudget : IDisposable
{
    public const int PerMinute = 30;

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly Action<int> tell;
    readonly ITimer end;
    int written, untold;

    /// <param name="tell">Is given, when the minute is over, how many more there were.</param>
    public EventBudget(TimeProvider clock, Action<int> tell)
    {
        this.tell = tell;
        end = clock.CreateTimer(_ => EndMinute(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether to write one more.</summary>
    public bool TrySpend()
    {
        lock (gate)
        {
            // The minute begins with its first event.
            if (written == 0)
                end.Change(Minute, Timeout.InfiniteTimeSpan);
            if (written == PerMinute)
            {
                untold++;
                return false;
            }

            written++;
            return true;
        }
    }

    public void Dispose()
    {
        end.Dispose();
        EndMinute();
    }

    void EndMinute()
    {
        int more;
        lock (gate)
            (more, written, untold) = (untold, 0, 0);
        if (more > 0)
            tell(more);
    }
}
