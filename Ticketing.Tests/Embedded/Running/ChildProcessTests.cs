using System.Collections.Concurrent;
using Aspire.Hosting.Running.Processes;

namespace Ticketing.Tests.Embedded.Running;

[Trait("Category", "Embedded")]
public sealed class ChildProcessTests
{
    [Fact]
    public async Task Process_ThatEndsAtOnce_TellsItsExitCodeAndAllItWrote()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            var lines = new ConcurrentQueue<string>();
            var code = await Start($"echo {number}; echo wrong >&2; exit 3", (line, isError) => lines.Enqueue(isError ? $"error {line}" : line)).Exited;
            lines.ShouldBe([$"{number}", "error wrong"], ignoreOrder: true);
            return code;
        }));

        codes.ShouldAllBe(code => code == 3);
    }

    [Fact]
    public async Task Stop_WhenTheProcessWillNotEnd_KillsItWithWhatItStarted()
    {
        var descendant = new TaskCompletionSource<int>();
        var process = Start("trap '' TERM; sleep 60 & echo $!; wait; wait", (line, _) => descendant.TrySetResult(int.Parse(line, null)));
        var sleeper = KnownProcess.Find(await descendant.Task.WaitAsync(Eventually.Patience));

        await process.StopAsync(Signal.Terminate, TimeSpan.FromMilliseconds(200), TimeProvider.System);

        (await process.Exited).ShouldBe(128 + (int)Signal.Kill);
        await ProcessTree.UntilEndedAsync([sleeper!]);
    }

    static ChildProcess Start(string script, ProcessOutput output) =>
        ChildProcess.Start(new("sh", ["-c", script], "/"), Guid.NewGuid().ToString("N"), output);
}
