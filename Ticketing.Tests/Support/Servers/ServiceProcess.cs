using Ticketing.Load.Stack;

namespace Ticketing.Tests.Support.Servers;

/// <summary>A service of a test's own, as the process that it really is: it can be killed, and started again.</summary>
/// <param name="assembly">As in <c>Ticketing.Sandbox</c>.</param>
/// <param name="readyPath">Answers with success as soon as the service is up.</param>
sealed class ServiceProcess(string assembly, string readyPath, IReadOnlyDictionary<string, string?> environment)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly string folder = Directory.CreateTempSubdirectory($"{assembly}-").FullName;
    BoundProcess? process;

    /// <summary>Of its command line, as in <c>payments</c>.</summary>
    public string[] Arguments { get; init; } = [];

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    string Log => Path.Combine(folder, "log");

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync(string environmentName = "Test")
    {
        process = Launch(environmentName);
        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.BecomesAsync(() => IsUpAsync(client), isUp => isUp, Patience);
    }

    /// <summary>Runs what ends by itself, and answers how it did and what it wrote.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string environmentName)
    {
        await using var running = Launch(environmentName);
        using var patience = new CancellationTokenSource(Patience);
        var exitCode = await running.EndAsync(patience.Token);
        return (exitCode, await File.ReadAllTextAsync(Log));
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    BoundProcess Launch(string environmentName)
    {
        File.Delete(Log);
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environmentName,
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["DOTNET_ENVIRONMENT"] = null,
            ["MANAGEMENT_PORT"] = null,
        };
        foreach (var (name, value) in environment)
            settings[name] = value;
        return BoundProcess.Start(
            Log, [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"), .. Arguments], settings);
    }

    async Task<bool> IsUpAsync(HttpClient client)
    {
        if (process!.HasEnded)
            throw new InvalidOperationException($"{assembly} ended: {await File.ReadAllTextAsync(Log)}");

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
