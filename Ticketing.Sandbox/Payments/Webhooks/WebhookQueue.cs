using System.Runtime.CompilerServices;

namespace Ticketing.Sandbox.Payments.Webhooks;

/// <summary>The events owed to the merchant, each with the time of its next try. What is in it survives restarts through the ledger.</summary>
sealed class WebhookQueue(TimeProvider time) : IDisposable
{
    readonly Lock gate = new();
    readonly HashSet<string> owed = [];
    readonly PriorityQueue<WebhookDelivery, DateTimeOffset> due = new();
    readonly SemaphoreSlim earlier = new(0, 1);

    public void Add(WebhookEvent occurrence)
    {
        lock (gate)
        {
            owed.Add(occurrence.Id);
            Enqueue(new WebhookDelivery(occurrence, Attempt: 1), time.GetUtcNow());
        }
    }

    public void Remove(string eventId)
    {
        lock (gate)
            owed.Remove(eventId);
    }

    /// <summary>Asks for one more try of a delivery that failed.</summary>
    public void Retry(WebhookDelivery failed, TimeSpan after)
    {
        lock (gate)
            Enqueue(failed with { Attempt = failed.Attempt + 1 }, time.GetUtcNow() + after);
    }

    /// <summary>Deliveries as their time comes, until cancelled.</summary>
    public async IAsyncEnumerable<WebhookDelivery> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var (delivery, wait) = Next();
            if (delivery is not null)
                yield return delivery;
            else
                await earlier.WaitAsync(wait, cancellation);
        }
    }

    public void Dispose() => earlier.Dispose();

    (WebhookDelivery? Delivery, TimeSpan Wait) Next()
    {
        lock (gate)
        {
            while (due.TryPeek(out var delivery, out var at))
            {
                var wait = at - time.GetUtcNow();
                if (wait > TimeSpan.Zero && owed.Contains(delivery.Event.Id))
                    return (null, wait);

                due.Dequeue();
                if (owed.Contains(delivery.Event.Id))
                    return (delivery, TimeSpan.Zero);
            }

            return (null, Timeout.InfiniteTimeSpan);
        }
    }

    void Enqueue(WebhookDelivery delivery, DateTimeOffset at)
    {
        due.Enqueue(delivery, at);
        if (earlier.CurrentCount == 0)
            earlier.Release();
    }
}

/// <param name="Attempt">Which try this is, from 1.</param>
sealed record WebhookDelivery(WebhookEvent Event, int Attempt);
