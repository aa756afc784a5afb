using System.Diagnostics;

namespace Aspire.Hosting.Running.Processes;

/// <summary>
/// Ends what the stack left behind, however this process ended. A small shell waits for the end of its input, which the kernel
/// closes even when this process is killed, then kills every process that carries the stack's mark in its environment.
/// </summary>
/// <remarks>
/// The mark is inherited by everything a child starts, in whatever group or session, and is there from a child's first instruction,
/// so neither a daemon nor a kill between two starts escapes (unlike the parent-death signal, which only direct children get,
/// and only after they asked for it).
/// </remarks>
sealed class StackGuard
{
    /// <summary>The environment variable that every process of the stack carries.</summary>
    public const string Marker = "EMBEDDED_STACK";

    // A child that was just forked shows its mark only after exec: hence two empty looks in a row.
    const string Script = """
        trap '' HUP INT TERM
        cat > /dev/null
        clear=0
        while [ $clear -lt 2 ]; do
          found=$(grep -lzsx "$1=$2" /proc/[0-9]*/environ | cut -d/ -f3)
          if [ -n "$found" ]; then clear=0; kill -KILL $found 2> /dev/null; else clear=$((clear + 1)); fi
          sleep 0.05
        done
        rm -rf "$3"
        """;

    readonly Process shell;

    StackGuard(Process shell) => this.shell = shell;

    /// <param name="stackId">The mark of this stack's processes.</param>
    /// <param name="temporaryFolder">Removed at the end.</param>
    public static StackGuard Start(string stackId, string temporaryFolder) =>
        new(Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Script, "stack-guard", Marker, stackId, temporaryFolder])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!);

    /// <summary>Ends what is left of the stack; returns when nothing is.</summary>
    public async Task SweepAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }
}
