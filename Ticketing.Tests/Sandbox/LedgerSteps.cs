using System.Net.Http.Json;
using System.Text.Json;

namespace Ticketing.Tests.Sandbox;

/// <summary>What the provider's ledger says, whatever was answered.</summary>
static class LedgerSteps
{
    /// <summary>What happened to a checkout, in order, e.g. <c>created</c>, <c>authorized</c>.</summary>
    public static async Task<IReadOnlyList<string>> ChangesAsync(this SandboxProcess sandbox, string checkoutId) =>
    [
        .. from line in (await sandbox.LedgerAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
           where line.Contains(checkoutId, StringComparison.Ordinal)
           let entry = JsonDocument.Parse(line).RootElement
           where entry.GetProperty("kind").GetString() == "changed" && entry.GetProperty("checkout").GetProperty("id").GetString() == checkoutId
           select entry.GetProperty("change").GetString()
    ];

    public static async Task<IReadOnlyList<CheckoutAnswer>> CheckoutsOfAsync(this SandboxProcess sandbox, Guid bookingId) =>
        [.. (await sandbox.CheckoutsAsync()).Where(checkout => checkout.Metadata.GetValueOrDefault("booking") == $"{bookingId}")];

    public static async Task<IReadOnlyList<CheckoutAnswer>> CheckoutsAsync(this SandboxProcess sandbox) =>
        (await sandbox.Browser.GetFromJsonAsync<CheckoutAnswer[]>("/ledger"))!;
}
