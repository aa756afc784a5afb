using System.Collections.Concurrent;

namespace Ticketing.Core.Seats.Showings;

/// <summary>Callers who want the same at the same time share one call, so that a crowd costs as much as one.</summary>
public sealed class SharedCalls<TKey, TResult>
    where TKey : notnull
{
    readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> running = new();

    /// <summary>Joins the call that is under way for the key, or makes it.</summary>
    /// <param name="call">Not cancelled with any one caller, since others wait for it too.</param>
    public Task<TResult> RunAsync(TKey key, Func<TKey, Task<TResult>> call, CancellationToken ct) =>
        running.GetOrAdd(key, k => new Lazy<Task<TResult>>(() => RunOnceAsync(k, call))).Value.WaitAsync(ct);

    async Task<TResult> RunOnceAsync(TKey key, Func<TKey, Task<TResult>> call)
    {
        // The others are waiting for Lazy's lock; what the call does before its first await must not keep their threads.
        await Task.Yield();
        try
        {
            return await call(key);
        }
        finally
        {
            running.TryRemove(key, out _);
        }
    }
}
