using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>Where wrk shoots in one turn, on seats that nobody has held yet.</summary>
/// <param name="Kind">As <c>requests.lua</c> knows it.</param>
/// <param name="Path">With <c>%d</c> for the showing, and for a bare one the two seats.</param>
/// <param name="HeldSeats">What the store says is held afterwards; null where nothing is.</param>
sealed record Shot(Uri Address, string Kind, string Path, IReadOnlyList<long> Showings, Func<CancellationToken, Task<long>>? HeldSeats)
{
    /// <summary>What the requests show: customers' tokens, unless others are given.</summary>
    public IReadOnlyList<string>? Tokens { get; init; }
}

/// <summary>Turns of wrk, with the files that its script reads: whose tokens and which showings.</summary>
sealed class WrkTurns : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ticketing-load-");
    int turns;

    WrkTurns()
    {
    }

    public static async Task<WrkTurns> PrepareAsync(IEnumerable<LoadCustomer> customers, CancellationToken ct)
    {
        var turns = new WrkTurns();
        await File.WriteAllTextAsync(turns.InFolder("requests.lua"), Resource.Read("requests.lua"), ct);
        await File.WriteAllLinesAsync(turns.InFolder("tokens"), customers.Select(customer => customer.Token), ct);
        return turns;
    }

    public async Task<WrkResult> RunAsync(Wrk wrk, Shot shot, int seats, CancellationToken ct)
    {
        await File.WriteAllLinesAsync(InFolder("showings"), shot.Showings.Select(showing => $"{showing}"), ct);
        var tokens = InFolder("tokens");
        if (shot.Tokens is { } own)
            await File.WriteAllLinesAsync(tokens = InFolder("own-tokens"), own, ct);
        return await wrk.RunAsync(
            shot.Address, InFolder("requests.lua"), [shot.Kind, shot.Path, InFolder("showings"), $"{seats}", $"{Wrk.Threads}", tokens, $"{Environment.ProcessId}-{++turns}"], ct);
    }

    public void Dispose() => folder.Delete(recursive: true);

    string InFolder(string name) => Path.Combine(folder.FullName, name);
}
