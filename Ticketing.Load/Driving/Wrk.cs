using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Ticketing.Load.Driving;

/// <summary>wrk: as many requests as its connections can carry. For the comparison of throughputs; latencies under a given rate are <see cref="OpenLoop"/>'s.</summary>
/// <param name="Connections">Open at once, one request at a time on each.</param>
sealed record Wrk(int Connections, TimeSpan Duration)
{
    public const int Threads = 1;

    /// <param name="script">A Lua file.</param>
    /// <param name="arguments">What its <c>init</c> gets.</param>
    public async Task<WrkResult> RunAsync(Uri address, string script, string[] arguments, CancellationToken ct)
    {
        var said = await Cli.Wrap("wrk")
            .WithArguments([$"-t{Threads}", $"-c{Connections}", $"-d{(int)Duration.TotalSeconds}s", "--timeout", "10s", "-s", script, $"{address}", "--", .. arguments])
            .ExecuteBufferedAsync(ct);
        return said.StandardOutput.Split('\n').FirstOrDefault(line => line.StartsWith('{')) is { } summary
            ? JsonSerializer.Deserialize<WrkResult>(summary, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"wrk said nothing that is understood: {said.StandardOutput}");
    }
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
