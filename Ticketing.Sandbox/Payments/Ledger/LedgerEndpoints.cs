namespace Ticketing.Sandbox.Payments.Ledger;

/// <summary>The provider's truth, for tests and curious developers: no key, since the sandbox runs nowhere else.</summary>
static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ledger", (CheckoutLedger ledger) => TypedResults.Ok(ledger.Checkouts));
}
