using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Ticketing.Load.Driving;

/// <summary>wrk: as many requests as its connections can carry. For the comparison of throughputs; latencies under a given rate are <see cref="OpenLoop"/>'s.</summary>
/// <param name="Connections">Open at once, one request at a time on each.</param>
sealed record Wrk(int Threads, int Connections, TimeSpan Duration)
{
    /// <param name="script">A Lua file beside this one.</param>
    /// <param name="arguments">What its <c>init</c> gets.</param>
    /// <exception cref="InvalidOperationException">wrk failed.</exception>
    public async Task<WrkResult> RunAsync(Uri address, string script, string[] arguments, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("ticketing-load-");
        try
        {
            var file = Path.Combine(folder.FullName, script);
            await File.WriteAllTextAsync(file, Resource.Read(script), ct);
            var start = new ProcessStartInfo("wrk")
            {
                ArgumentList =
                {
                    $"-t{Text(Threads)}", $"-c{Text(Connections)}", $"-d{Text((int)Duration.TotalSeconds)}s", "--timeout", "10s", "-s", file,
                    address.ToString(), "--",
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
            return Read(await RunAsync(start, ct));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken ct)
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start.");
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"wrk: {await errors}{await output}");
    }

    static WrkResult Read(string output) =>
        output.Split('\n').FirstOrDefault(line => line.StartsWith('{')) is { } summary
            ? JsonSerializer.Deserialize<WrkResult>(summary, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"wrk said nothing that is understood: {output}");

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Requests">Answered, however.</param>
/// <param name="Refused">Answered with a status from 400 on.</param>
/// <param name="Broken">Connections and reads that failed.</param>
/// <param name="P50">Milliseconds, of a driver that waits for an answer before it asks again.</param>
sealed record WrkResult(long Requests, double Seconds, long Refused, long Broken, double P50, double P99)
{
    public long Successes => Requests - Refused;
    public double SuccessesPerSecond => Successes / Seconds;
}
