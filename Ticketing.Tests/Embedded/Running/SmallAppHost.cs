using System.Diagnostics;
using System.Text;
using Aspire.Hosting.Running.Processes;

namespace Ticketing.Tests.Embedded.Running;

/// <summary>An AppHost in a process of its own, as a developer would run it.</summary>
sealed class SmallAppHost : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process process;
    readonly StringBuilder output = new();
    readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task reading;

    public SmallAppHost(params string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => process.Id;

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    // Beside the tests' own build: Ticketing.Tests/bin/Debug/net10.0.
    static string Assembly
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var root = framework.Parent!.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(root, "Embedded", "SmallAppHost", "bin", framework.Parent.Name, framework.Name, "Embedded.SmallAppHost.dll");
        }
    }

    public async Task UntilUpAsync()
    {
        await Task.WhenAny(up.Task, process.WaitForExitAsync(), Task.Delay(Patience));
        up.Task.IsCompleted.ShouldBeTrue(Output);
    }

    public void Send(Signal signal) => signal.SendTo(process.Id);

    public async Task<int> UntilEndedAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        await reading.WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await UntilEndedAsync();
        process.Dispose();
    }

    async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (output)
                output.AppendLine(line);
            if (line.StartsWith("All resources are up", StringComparison.Ordinal))
                up.TrySetResult();
        }
    }
}
