using System.Text.Json.Nodes;

namespace Ticketing.Tests.Support.Servers;

/// <summary>A Checkout Session and the payment in it, in the shapes that Stripe documents.</summary>
sealed class StubSession(string id, IReadOnlyDictionary<string, string> asked, DateTimeOffset created)
{
    public string Id => id;
    public string IntentId => $"pi_{id["cs_test_".Length..]}";
    public IReadOnlyDictionary<string, string> Asked => asked;
    public long Created => created.ToUnixTimeSeconds();
    public string Status { get; set; } = "open";

    /// <summary>Null until a card is tried.</summary>
    public string? IntentStatus { get; set; }

    public bool IsDeclined { get; set; }
    public long Received { get; set; }

    /// <summary>Oldest first, with our number of each.</summary>
    public List<(long Amount, string Ours)> Refunds { get; } = [];

    public long Refunded { get; set; }

    public long Amount => long.Parse(asked["line_items[0][price_data][unit_amount]"], System.Globalization.CultureInfo.InvariantCulture);

    public JsonObject ToJson(bool expanded) => new()
    {
        ["id"] = Id,
        ["object"] = "checkout.session",
        ["amount_total"] = Amount,
        ["client_reference_id"] = asked["client_reference_id"],
        ["created"] = Created,
        ["currency"] = asked["line_items[0][price_data][currency]"],
        ["expires_at"] = long.Parse(asked["expires_at"], System.Globalization.CultureInfo.InvariantCulture),
        ["metadata"] = Metadata("metadata"),
        ["mode"] = "payment",
        ["payment_intent"] = IntentStatus is null ? null : expanded ? IntentJson() : IntentId,
        ["payment_status"] = Received > 0 ? "paid" : "unpaid",
        ["status"] = Status,
        ["url"] = Status == "open" ? $"https://checkout.stripe.example/c/pay/{Id}" : null,
    };

    public JsonObject IntentJson() => new()
    {
        ["id"] = IntentId,
        ["object"] = "payment_intent",
        ["amount"] = Amount,
        ["amount_capturable"] = IntentStatus == "requires_capture" ? Amount : 0,
        ["amount_received"] = Received,
        ["capture_method"] = "manual",
        ["currency"] = asked["line_items[0][price_data][currency]"],
        ["last_payment_error"] = IsDeclined ? new JsonObject { ["type"] = "card_error", ["code"] = "card_declined" } : null,
        ["latest_charge"] = new JsonObject
        {
            ["id"] = $"ch_{Id}",
            ["object"] = "charge",
            ["amount"] = Amount,
            ["amount_captured"] = Received,
            ["amount_refunded"] = Refunded,
        },
        ["metadata"] = Metadata("payment_intent_data[metadata]"),
        ["status"] = IntentStatus,
    };

    JsonObject Metadata(string prefix) => new(asked.Where(field => field.Key.StartsWith($"{prefix}[", StringComparison.Ordinal))
        .Select(field => KeyValuePair.Create(field.Key[(prefix.Length + 1)..^1], (JsonNode?)field.Value)));
}
