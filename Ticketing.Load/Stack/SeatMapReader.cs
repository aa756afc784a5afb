using System.Net.Http.Json;

namespace Ticketing.Load.Stack;

/// <summary>Seat states over HTTP, as a browser gets them.</summary>
sealed class SeatMapReader(LoadStack stack)
{
    const int AtOnce = 16;

    public async Task<SeatStatesResponse> ReadAsync(long showing, CancellationToken ct)
    {
        using var client = stack.Client("seat-holds");
        return (await client.GetFromJsonAsync<SeatStatesResponse>($"/live/showings/{showing}/seats", ct))!;
    }

    /// <summary>Looks at each showing once, which loads it into Redis.</summary>
    public async Task LoadAsync(IEnumerable<long> showings, CancellationToken ct) =>
        await Parallel.ForEachAsync(showings, Parallelism(ct), async (showing, token) => await ReadAsync(showing, token));

    public async Task<long> HeldSeatsAsync(IEnumerable<long> showings, CancellationToken ct)
    {
        // Longer than any snapshot is believed.
        await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        var held = 0L;
        await Parallel.ForEachAsync(showings, Parallelism(ct), async (showing, token) =>
            Interlocked.Add(ref held, (await ReadAsync(showing, token)).States.Count(state => state == 'h')));
        return held;
    }

    static ParallelOptions Parallelism(CancellationToken ct) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
}
