namespace Ticketing.Core.Messaging;

/// <summary>The deliveries that are being handled on a channel, of which there are at most as many as there are slots.</summary>
sealed class InFlight(int slots) : IDisposable
{
    readonly SemaphoreSlim free = new(slots);
    readonly CancellationTokenSource abandon = new();

    /// <summary>Does nothing once drained: a delivery that is not answered goes back to its queue.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> handle)
    {
        if (free.Wait(0, CancellationToken.None))
        {
            try
            {
                await handle(abandon.Token);
            }
            finally
            {
                free.Release();
            }
        }
    }

    /// <summary>Waits until nothing is handled any more; after the timeout those that still are get cancelled.</summary>
    public async Task DrainAsync(TimeSpan timeout)
    {
        abandon.CancelAfter(timeout);
        for (var slot = 0; slot < slots; slot++)
        {
            await free.WaitAsync();
        }
    }

    public void Dispose()
    {
        free.Dispose();
        abandon.Dispose();
    }
}
