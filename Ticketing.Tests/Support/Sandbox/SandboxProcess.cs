using System.Net.Http.Headers;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>A sandbox of a test's own: it can be killed, and started again on the same ledger.</summary>
public sealed class SandboxProcess : IAsyncLifetime
{
    public const string Key = "key-of-the-merchant-in-tests";
    public const string WebhookKey = "webhook-key-of-the-merchant-in-tests";

    readonly string folder = Directory.CreateTempSubdirectory("ledger-").FullName;
    readonly Dictionary<string, string?> environment = [];
    readonly ServiceProcess process;

    public SandboxProcess() => process = new ServiceProcess("Ticketing.Sandbox", "/inbox/messages", environment);

    public string LedgerPath => Path.Combine(folder, "ledger.jsonl");

    public int SmtpPort { get; } = FreePort.Find();

    public Uri Address => process.Address;

    /// <summary>Where events go; nowhere unless set before the start.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>Talks to it as anybody.</summary>
    public HttpClient Browser { get; private set; } = null!;

    /// <summary>Talks to it as the merchant.</summary>
    public HttpClient Merchant { get; private set; } = null!;

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        await process.DisposeAsync();
        Browser.Dispose();
        Merchant.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public Task StartAsync()
    {
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        Merchant = new HttpClient { BaseAddress = Address };
        Merchant.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        ReadSettings();
        return process.StartAsync();
    }

    /// <summary>Starts it where it should not start, or on a ledger it cannot read, and answers how it ended.</summary>
    public Task<(int ExitCode, string Output)> StartToFailAsync(string environmentName = "Test")
    {
        ReadSettings();
        return process.RunAsync(environmentName);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>The ledger's lines so far.</summary>
    public async Task<string> LedgerAsync()
    {
        await using var file = new FileStream(LedgerPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    void ReadSettings()
    {
        environment["SMTP_PORT"] = $"{SmtpPort}";
        environment["Sandbox__Key"] = Key;
        environment["Sandbox__WebhookKey"] = WebhookKey;
        environment["Sandbox__WebhookUrl"] = WebhookUrl?.ToString();
        environment["Sandbox__LedgerPath"] = LedgerPath;
    }
}
