using System.Diagnostics;
using System.Text;

namespace Ticketing.Tests.Support.AppHost;

/// <summary>An AppHost in a process of its own, as a developer would run it.</summary>
sealed class SmallAppHost : IAsyncDisposable
{
    const string Mark = "SMALL_APPHOST";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly Process process;
    readonly StringBuilder output = new();
    readonly Task reading;

    public SmallAppHost(params string[] arguments)
        : this([], arguments)
    {
    }

    /// <param name="launcher">What starts it; the AppHost has to take its place.</param>
    public SmallAppHost(string[] launcher, string[] arguments)
    {
        // Signals mean what they mean to somebody at a terminal, however the tests were started.
        string[] command = ["env", "--default-signal", .. launcher, "dotnet", typeof(SmallModel).Assembly.Location, .. arguments];
        var mark = Guid.NewGuid().ToString("N");
        Processes = new MarkedProcesses(Mark, mark);
        process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Mark] = mark, ["ASPNETCORE_URLS"] = "" },
        })!;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => process.Id;

    /// <summary>Itself, and all that it has started.</summary>
    public MarkedProcesses Processes { get; }

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public Task UntilUpAsync() => UntilItSaysAsync("All resources are up");

    public Task UntilItSaysAsync(string text) => Eventually.BecomesAsync(
        () => Task.FromResult(Output),
        said => said.Contains(text, StringComparison.Ordinal) || (process.HasExited ? throw new InvalidOperationException($"It ended: {said}") : false),
        Patience);

    public Task UntilNothingIsLeftAsync(TimeSpan within) =>
        Eventually.BecomesAsync(() => Task.FromResult(string.Join(", ", Processes.All())), left => left == "", within);

    public static void Send(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }

    public async Task<int> UntilEndedAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        await reading.WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
        await UntilNothingIsLeftAsync(Patience);
        process.Dispose();
    }

    async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (output)
                output.AppendLine(line);
        }
    }
}
