using System.Net.Http.Json;
using System.Text.Json;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>What the provider's ledger says, whatever was answered.</summary>
static class LedgerSteps
{
    /// <summary>What happened to a checkout, in order, e.g. <c>created</c>, <c>authorized</c>.</summary>
    public static async Task<IReadOnlyList<string>> ChangesAsync(this SandboxProcess sandbox, string checkoutId) =>
        [.. (await sandbox.EntriesAsync()).Where(entry => IsChangeOf(entry, checkoutId)).Select(entry => entry.GetProperty("change").GetString()!)];

    /// <summary>Waits until the merchant has answered every event of a checkout, and every copy of it: nothing more is on its way then.</summary>
    public static Task HasToldAllAsync(this SandboxProcess sandbox, string checkoutId) => Eventually.BecomesAsync(
        async () =>
        {
            var entries = await sandbox.EntriesAsync();
            var told = entries.Where(entry => entry.GetProperty("kind").GetString() == "delivered").Select(entry => entry.GetProperty("eventId").GetString());
            return entries.Where(entry => IsChangeOf(entry, checkoutId)).Select(EventOf).Where(id => id is not null).Except(told).Count();
        },
        owed => owed == 0);

    public static async Task<IReadOnlyList<CheckoutAnswer>> CheckoutsOfAsync(this SandboxProcess sandbox, Guid bookingId) =>
        [.. (await sandbox.CheckoutsAsync()).Where(checkout => checkout.Metadata.GetValueOrDefault("booking") == $"{bookingId}")];

    public static async Task<IReadOnlyList<CheckoutAnswer>> CheckoutsAsync(this SandboxProcess sandbox) =>
        (await sandbox.Browser.GetFromJsonAsync<CheckoutAnswer[]>("/ledger"))!;

    static async Task<List<JsonElement>> EntriesAsync(this SandboxProcess sandbox)
    {
        var ledger = await sandbox.LedgerAsync();
        // The last line may be in the writing.
        var lines = ledger[..(ledger.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    static bool IsChangeOf(JsonElement entry, string checkoutId) =>
        entry.GetProperty("kind").GetString() == "changed" && entry.GetProperty("checkout").GetProperty("id").GetString() == checkoutId;

    static string? EventOf(JsonElement change) => change.TryGetProperty("eventId", out var id) ? id.GetString() : null;
}
