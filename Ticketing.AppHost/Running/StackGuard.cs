using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Ticketing.AppHost.Servers;

namespace Ticketing.AppHost.Running;

/// <summary>
/// Ends what is left of the stack when this process has ended, in whatever way: DCP takes half a minute for that on a busy machine, and
/// knows nothing of what its processes have started. A small shell waits for the end of its input, which the kernel closes even when this
/// process is killed, then kills every process that carries the stack's mark in its environment, and removes what is not kept.
/// </summary>
sealed class StackGuard : IAsyncDisposable
{
    /// <summary>The environment variable that every process of the stack carries.</summary>
    public const string Marker = "TICKETING_STACK";

    // An input that ends without a word is the end of this process: DCP notices that too, and ends everything in order.
    // A child that was just forked shows its mark only after exec: hence two empty looks in a row.
    const string Script = """
        trap '' HUP INT TERM
        read -r now || sleep 8
        clear=0
        while [ $clear -lt 2 ]; do
          found=$(grep -lzsx "$1=$2" /proc/[0-9]*/environ | cut -d/ -f3)
          if [ -n "$found" ]; then clear=0; kill -KILL $found 2>/dev/null; else clear=$((clear + 1)); fi
          sleep 0.05
        done
        [ -z "$3" ] || rm -rf "$3"
        """;

    /// <summary>How long services may finish what they have begun.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(12);

    readonly CancellationTokenSource ended = new();
    readonly CancellationTokenRegistration stopping;
    readonly DataFolders folders;
    readonly string mark;
    Process? shell;
    Task sweeping = Task.CompletedTask;

    public StackGuard(DataFolders folders, StackMark mark, IHostApplicationLifetime lifetime)
    {
        (this.folders, this.mark) = (folders, mark.Value);
        stopping = lifetime.ApplicationStopping.Register(() => sweeping = SweepAfterAsync(Grace));
    }

    public void Start() => shell = Process.Start(
        new ProcessStartInfo("setsid", ["sh", "-c", Script, "stack-guard", Marker, mark, folders.Temporary ?? ""])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        });

    /// <summary>Returns when nothing is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.DisposeAsync();
        await ended.CancelAsync();
        await sweeping;
        await SweepAsync();
        shell?.Dispose();
        ended.Dispose();
    }

    async Task SweepAfterAsync(TimeSpan delay)
    {
        await Task.Delay(delay, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SweepAsync();
    }

    async Task SweepAsync()
    {
        if (shell is null || shell.HasExited)
            return;

        await shell.StandardInput.WriteLineAsync("now");
        await shell.StandardInput.FlushAsync();
        await shell.WaitForExitAsync();
    }
}

/// <summary>Tells the processes of this stack from others'.</summary>
sealed class StackMark
{
    public string Value { get; } = Guid.NewGuid().ToString("N");
}
