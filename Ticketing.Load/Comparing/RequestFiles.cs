using System.Globalization;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>What wrk's script reads: whose tokens and which showings.</summary>
sealed class RequestFiles : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ticketing-load-");
    int runs;

    public static async Task<RequestFiles> WriteAsync(IEnumerable<LoadCustomer> customers, CancellationToken ct)
    {
        var files = new RequestFiles();
        await File.WriteAllLinesAsync(files.Tokens, customers.Select(customer => customer.Token), ct);
        return files;
    }

    string Tokens => Path.Combine(folder.FullName, "tokens");

    public string[] ArgumentsFor(Shot shot, int seats, int threads)
    {
        var showings = Path.Combine(folder.FullName, "showings");
        File.WriteAllLines(showings, shot.Showings.Select(Text));
        var tokens = Tokens;
        if (shot.Tokens is { } own)
            File.WriteAllLines(tokens = Path.Combine(folder.FullName, "own-tokens"), own);
        return [shot.Kind, shot.Path, showings, Text(seats), Text(threads), tokens, $"{Environment.ProcessId}-{++runs}"];
    }

    public void Dispose() => folder.Delete(recursive: true);

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
