using System.Diagnostics;

namespace Aspire.Hosting.Running.Processes;

/// <summary>
/// A process of the stack, in a session of its own: the terminal's Ctrl-C does not reach it, and whatever it forks can be ended with it.
/// </summary>
sealed class ChildProcess
{
    // What belongs to this process alone: its addresses, its debugger's and its test host's settings.
    static readonly string[] NotInherited = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_URLS", "DOTNET_LAUNCH_PROFILE"];
    static readonly string[] NotInheritedPrefixes = ["MSBUILD", "VSTEST_", "TESTINGPLATFORM_", "XUNIT_"];

    readonly Process process;

    ChildProcess(Process process, ProcessOutput output)
    {
        this.process = process;
        Id = process.Id;
        Exited = WaitAsync(output);
    }

    /// <summary>The process's id, and its session's.</summary>
    public int Id { get; }

    /// <summary>Ends with the exit code (128 + signal if a signal ended it) when the process and all that it forked have gone and its output is read.</summary>
    public Task<int> Exited { get; }

    /// <exception cref="System.ComponentModel.Win32Exception">There is no <c>setsid</c>, or the working directory is missing.</exception>
    public static ChildProcess Start(ProcessStart start, string stackId, ProcessOutput output)
    {
        // setsid replaces itself by the command, so the id is the command's.
        var info = new ProcessStartInfo("setsid", [start.Command, .. start.Arguments])
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var name in info.Environment.Keys.Where(IsNotInherited).ToList())
            info.Environment.Remove(name);
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        info.Environment[StackGuard.Marker] = stackId;

        var process = Process.Start(info)!;
        // First of all: once a short command is watched, it may already have ended and been disposed of.
        WriteInput(process, start.Input);
        return new(process, output);
    }

    /// <summary>Asks the process to end and, if it has not after <paramref name="patience"/>, kills it with all that it forked.</summary>
    public async Task StopAsync(Signal signal, TimeSpan patience, TimeProvider time)
    {
        if (!Exited.IsCompleted)
            signal.SendTo(Id);

        try
        {
            await Exited.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            Signal.Kill.SendToGroup(Id);
            await Exited;
        }
    }

    static void WriteInput(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already; its exit code tells.
        }
    }

    async Task<int> WaitAsync(ProcessOutput output)
    {
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, line => output(line, IsError: false)),
            ReadAsync(process.StandardError, line => output(line, IsError: true)));

        await ExitAsync();
        // Its descendants hold the output open; nothing of theirs is wanted without it.
        Signal.Kill.SendToGroup(Id);
        await reading;

        var exitCode = process.ExitCode;
        process.Dispose();
        return exitCode;
    }

    // Process.WaitForExitAsync would also wait for the end of the output, which descendants keep open.
    Task ExitAsync()
    {
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult();
        process.EnableRaisingEvents = true;
        return exited.Task;
    }

    static async Task ReadAsync(StreamReader reader, Action<string> write)
    {
        while (await reader.ReadLineAsync() is { } line)
            write(line);
    }

    static bool IsNotInherited(string name) =>
        NotInherited.Contains(name) || NotInheritedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}

/// <summary>Takes one line that a process wrote.</summary>
delegate void ProcessOutput(string Line, bool IsError);
