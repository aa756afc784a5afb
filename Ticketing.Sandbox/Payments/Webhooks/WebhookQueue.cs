using System.Runtime.CompilerServices;

namespace Ticketing.Sandbox.Payments.Webhooks;

/// <summary>The events owed to the merchant, each with the time of its next try. What is in it survives restarts through the ledger.</summary>
sealed class WebhookQueue(TimeProvider time) : IDisposable
{
    readonly Lock gate = new();
    readonly HashSet<string> owed = [];
    readonly Dictionary<string, WebhookDelivery> heldBack = [];
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
        {
            owed.Remove(eventId);
            heldBack.Remove(eventId);
        }
    }

    /// <summary>Asks for one more try of a delivery that failed.</summary>
    public void Retry(WebhookDelivery failed, TimeSpan after)
    {
        lock (gate)
            Enqueue(failed with { Attempt = failed.Attempt + 1, IsFresh = false }, time.GetUtcNow() + after);
    }

    /// <summary>Keeps a delivery for later, as a fault wants it.</summary>
    /// <param name="untilNext">An event that follows it ends the wait.</param>
    public void Postpone(WebhookDelivery fresh, TimeSpan by, bool untilNext)
    {
        lock (gate)
        {
            var later = fresh with { IsFresh = false, IsHeldBack = untilNext };
            if (untilNext)
                heldBack[later.Event.Id] = later;
            Enqueue(later, time.GetUtcNow() + by);
        }
    }

    /// <summary>Lets go of what waits until an event has gone that follows it.</summary>
    public void ReleaseBefore(WebhookEvent gone)
    {
        lock (gate)
        {
            foreach (var earlierOne in heldBack.Values.Where(held => held.Event.Checkout.Id == gone.Checkout.Id && held.Event.Id != gone.Id).ToList())
            {
                heldBack.Remove(earlierOne.Event.Id);
                Enqueue(earlierOne with { IsHeldBack = false }, time.GetUtcNow());
            }
        }
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
                // One that was let go before its time has another entry.
                if (owed.Contains(delivery.Event.Id) && (!delivery.IsHeldBack || heldBack.Remove(delivery.Event.Id)))
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
/// <param name="IsFresh">False once it was tried, or kept back by a fault.</param>
/// <param name="IsHeldBack">Whether the next event of its checkout sets it free.</param>
sealed record WebhookDelivery(WebhookEvent Event, int Attempt, bool IsFresh = true, bool IsHeldBack = false);

static class WebhookRegistration
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void AddWebhookSender(this IServiceCollection services)
    {
        services.AddHttpClient<WebhookSender>(http => http.Timeout = Patience)
            // A receiver that moved is misconfigured; following it would hide that.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSender>());
    }
}
