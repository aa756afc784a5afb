using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Ticketing.Load.Invariants;
using Ticketing.Load.Stack;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>The payment provider and the customers' inbox: they belong to no region and survive each. Every region has its own key.</summary>
sealed class OutsideWorld : IAsyncDisposable
{
    readonly HttpClients clients = new();
    readonly BoundProcess process;

    OutsideWorld(BoundProcess process, Uri address, Uri smtp)
    {
        this.process = process;
        Address = address;
        Smtp = smtp;
        Browser = clients.At(address);
    }

    public Uri Address { get; }
    public Uri Smtp { get; }

    /// <summary>Talks to it as anybody.</summary>
    public HttpClient Browser { get; }

    /// <param name="folder">For its ledger and its log.</param>
    /// <param name="webhook">Where it tells of payments.</param>
    /// <param name="keys">Of the regions.</param>
    public static async Task<OutsideWorld> StartAsync(string folder, Uri webhook, string webhookKey, string[] keys, CancellationToken ct)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var smtpPort = FreePort.Find();
        // Built beside this program, in the same configuration.
        var assembly = Path.Combine(AppContext.BaseDirectory.Replace("/Ticketing.Load/", "/Ticketing.Sandbox/", StringComparison.Ordinal), "Ticketing.Sandbox.dll");
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Test",
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["SMTP_PORT"] = smtpPort.ToString(CultureInfo.InvariantCulture),
            ["Sandbox__Key"] = keys[0],
            ["Sandbox__WebhookKey"] = webhookKey,
            ["Sandbox__WebhookUrl"] = webhook.ToString(),
            ["Sandbox__LedgerPath"] = Path.GetFullPath(Path.Combine(folder, "ledger.jsonl")),
        };
        for (var n = 1; n < keys.Length; n++)
            environment[$"Sandbox__OtherKeys__{n - 1}"] = keys[n];

        var outside = new OutsideWorld(
            BoundProcess.Start(Path.Combine(folder, "outside.log"), [Environment.ProcessPath!, assembly], environment), address, new Uri($"smtp://127.0.0.1:{smtpPort}"));
        await outside.process.AnswersAsync(outside.Browser, "/ledger", ct);
        return outside;
    }

    /// <summary>The region with this key can move no money any more.</summary>
    public async Task RevokeAsync(string key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/revocation") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var answer = await Browser.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<LedgerCheckout[]> LedgerAsync(CancellationToken ct) => (await Browser.GetFromJsonAsync<LedgerCheckout[]>("/ledger", ct))!;

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        clients.Dispose();
    }
}
