using System.Diagnostics;

namespace Ticketing.Load.Stack;

/// <summary>A process that ends with us, however we end, and that can be killed together with its children, as by a power cut.</summary>
sealed class BoundProcess : IAsyncDisposable
{
    /// <summary>
    /// Kills when our end of the pipe is closed, as it is when we are no more. The parent is stopped first, so that it starts nothing
    /// in place of what dies.
    /// </summary>
    const string Script = """
        log=$1; shift
        exec 3<&0
        "$@" </dev/null >>"$log" 2>&1 3<&- & main=$!
        { read -r _ <&3; kill -STOP $main; kill -KILL $(cat /proc/$main/task/*/children) $main; } & killer=$!
        wait $main; code=$?
        kill $killer
        exit $code
        """;

    readonly Process shell;
    bool isKilled;

    BoundProcess(Process shell) => this.shell = shell;

    public bool HasEnded => shell.HasExited;

    /// <param name="log">The file that its output is added to; it runs in that file's folder.</param>
    /// <param name="environment">Beside what it inherits; null takes a variable out.</param>
    public static BoundProcess Start(string log, IEnumerable<string> command, IReadOnlyDictionary<string, string?>? environment = null)
    {
        log = Path.GetFullPath(log);
        // Not our own folder, which may be big: .NET's hosts watch all that is below.
        var start = new ProcessStartInfo("sh", ["-c", Script, "bound-process", log, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(log),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        var shell = Process.Start(start) ?? throw new InvalidOperationException($"{string.Join(' ', command)} did not start.");
        // What the shell says of the killed is of no interest, but must not fill the pipe.
        shell.BeginErrorReadLine();
        return new BoundProcess(shell);
    }

    /// <summary>Waits until the server that it is answers.</summary>
    /// <exception cref="HttpRequestException">It ended, or does not answer within half a minute.</exception>
    public async Task AnswersAsync(HttpClient client, string path, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.GetStringAsync(path, ct);
                return;
            }
            catch (HttpRequestException) when (tries < 300 && !HasEnded)
            {
                await Task.Delay(100, ct);
            }
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(CancellationToken ct)
    {
        await shell.WaitForExitAsync(ct);
        return shell.ExitCode;
    }

    public async ValueTask KillAsync()
    {
        if (isKilled)
            return;

        isKilled = true;
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        shell.Dispose();
    }
}
