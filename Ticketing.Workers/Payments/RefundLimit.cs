namespace Ticketing.Workers.Payments;

/// <summary>How many payments of unknown bookings one scan may still give back.</summary>
sealed class RefundLimit(int most)
{
    int left = most;

    public bool TryTake() => Interlocked.Decrement(ref left) >= 0;
}
