using System.Diagnostics;
using System.Text;

namespace Ticketing.Tests;

/// <summary>A service of a test's own, as the process that it really is: it can be killed, and started again.</summary>
/// <param name="assembly">As in <c>Ticketing.Sandbox</c>.</param>
/// <param name="readyPath">Answers with success as soon as the service is up.</param>
sealed class ServiceProcess(string assembly, string readyPath, IReadOnlyDictionary<string, string?> environment)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly string folder = Directory.CreateTempSubdirectory($"{assembly}-").FullName;
    readonly StringBuilder errors = new();
    Process? process;
    Process? leash;

    /// <summary>Of its command line, as in <c>payments</c>.</summary>
    public string[] Arguments { get; init; } = [];

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync(string environmentName = "Test")
    {
        process = Launch(environmentName);
        leash = Leash(process);
        // A pipe that nobody empties would stop the process.
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.BecomesAsync(() => IsUpAsync(client), isUp => isUp, Patience);
    }

    /// <summary>Starts it where it should not start, and answers how it ended.</summary>
    public async Task<(int ExitCode, string Errors)> StartToFailAsync(string environmentName)
    {
        using var failing = Launch(environmentName);
        using var patience = new CancellationTokenSource(Patience);
        failing.BeginOutputReadLine();
        var said = await failing.StandardError.ReadToEndAsync(patience.Token);
        await failing.WaitForExitAsync(patience.Token);
        return (failing.ExitCode, said);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (process is null)
            return;

        leash!.StandardInput.Close();
        await process.WaitForExitAsync();
        await leash.WaitForExitAsync();
        process.Dispose();
        leash.Dispose();
        process = leash = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Kills the service when our end of the pipe is closed, as it is when we are no more, however we ended.</summary>
    static Process Leash(Process service) =>
        Process.Start(new ProcessStartInfo("sh", ["-c", "read -r _; kill -9 $0 2>/dev/null", $"{service.Id}"]) { RedirectStandardInput = true })!;

    Process Launch(string environmentName)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"), .. Arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environmentName;
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("MANAGEMENT_PORT");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
    }

    async Task<bool> IsUpAsync(HttpClient client)
    {
        if (process!.HasExited)
            throw new InvalidOperationException($"{assembly} ended with {process.ExitCode}: {errors}");

        try
        {
            using var answer = await client.GetAsync(readyPath);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
