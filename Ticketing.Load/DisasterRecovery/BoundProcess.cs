using System.Diagnostics;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>A process that ends with us, however we end, and that can be killed together with its children, as by a power cut.</summary>
sealed class BoundProcess : IAsyncDisposable
{
    /// <summary>
    /// Kills when our end of the pipe is closed, as it is when we are no more. The parent is stopped first, so that it starts nothing
    /// in place of what dies.
    /// </summary>
    const string Script = """
        log=$1; shift
        "$@" </dev/null >>"$log" 2>&1 & main=$!
        read -r _
        kill -STOP $main
        kill -KILL $(cat /proc/$main/task/*/children) $main
        wait $main
        """;

    readonly Process shell;

    BoundProcess(Process shell) => this.shell = shell;

    public bool HasEnded => shell.HasExited;

    /// <param name="log">The file that its output is added to.</param>
    public static BoundProcess Start(string log, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        // Another user's process may have to start in it.
        var start = new ProcessStartInfo("sh", ["-c", Script, "bound-process", Path.GetFullPath(log), .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var shell = Process.Start(start) ?? throw new InvalidOperationException($"{string.Join(' ', command)} did not start.");
        // What the shell says of the killed is of no interest, but must not fill the pipe.
        shell.BeginErrorReadLine();
        return new BoundProcess(shell);
    }

    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }
}
