using System.Threading.Channels;

namespace Ticketing.Core.Messaging;

/// <summary>
/// Wakes this process's relay, after the commit: a <c>NOTIFY</c> inside the transaction would make commits wait for each other.
/// A lost signal costs one polling interval.
/// </summary>
sealed class OutboxSignal(TimeProvider clock)
{
    readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Notify() => signals.Writer.TryWrite(true);

    /// <summary>Ends when notified, at the latest after <paramref name="interval"/>.</summary>
    public async Task WaitAsync(TimeSpan interval, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(interval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The interval has passed.
        }
    }
}
