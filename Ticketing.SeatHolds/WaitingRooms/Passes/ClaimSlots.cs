namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>
/// How many claims of this process are before the database at a time. Those of a room wait there for each other anyway; without
/// a bound a crowd of them would have all connections, and the queues' own steps none.
/// </summary>
sealed class ClaimSlots : IDisposable
{
    const int Count = 8;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim free = new(Count);

    /// <summary>Dispose the answer to give the slot free.</summary>
    /// <exception cref="WaitingRoomUnavailableException">None has come free for too long.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken ct) =>
        await free.WaitAsync(Patience, ct) ? new Slot(free) : throw new WaitingRoomUnavailableException("Too many claims wait for the database.");

    public void Dispose() => free.Dispose();

    sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
