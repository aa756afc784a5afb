using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Ticketing.Tests.Sandbox;

/// <summary>A sandbox of a test's own, as the process that it really is: it can be killed, and started again on the same ledger.</summary>
public sealed class SandboxProcess : IAsyncLifetime
{
    public const string Key = "key-of-the-merchant-in-tests";
    public const string WebhookKey = "webhook-key-of-the-merchant-in-tests";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly string folder = Directory.CreateTempSubdirectory("sandbox-").FullName;
    readonly StringBuilder errors = new();
    Process? process;

    public string LedgerPath => Path.Combine(folder, "ledger.jsonl");

    public int SmtpPort { get; } = FreePort();

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Where events go; nowhere unless set before the start.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>Talks to it as anybody.</summary>
    public HttpClient Browser { get; private set; } = null!;

    /// <summary>Talks to it as the merchant.</summary>
    public HttpClient Merchant { get; private set; } = null!;

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        await KillAsync();
        Browser.Dispose();
        Merchant.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        Merchant = new HttpClient { BaseAddress = Address };
        Merchant.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        process = Launch("Test");
        // A pipe that nobody empties would stop the process.
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        await Eventually.BecomesAsync(IsUpAsync, isUp => isUp, Patience);
    }

    /// <summary>Starts it where it should not start, or on a ledger it cannot read, and answers how it ended.</summary>
    public async Task<(int ExitCode, string Errors)> StartToFailAsync(string environment = "Test")
    {
        using var failing = Launch(environment);
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

        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>The ledger's lines so far.</summary>
    public async Task<string> LedgerAsync()
    {
        await using var file = new FileStream(LedgerPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    Process Launch(string environment)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Ticketing.Sandbox.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["SMTP_PORT"] = $"{SmtpPort}";
        start.Environment["Sandbox__Key"] = Key;
        start.Environment["Sandbox__WebhookKey"] = WebhookKey;
        start.Environment["Sandbox__WebhookUrl"] = WebhookUrl?.ToString();
        start.Environment["Sandbox__LedgerPath"] = LedgerPath;
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("MANAGEMENT_PORT");
        return Process.Start(start) ?? throw new InvalidOperationException("The sandbox did not start.");
    }

    async Task<bool> IsUpAsync()
    {
        if (process!.HasExited)
            throw new InvalidOperationException($"The sandbox ended with {process.ExitCode}: {errors}");

        try
        {
            using var answer = await Browser.GetAsync("/inbox/messages");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
