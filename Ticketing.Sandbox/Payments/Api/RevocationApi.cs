using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments.Api;

/// <summary>Revokes the key that the request is sent with, as one would on a provider's own site, and takes it back.</summary>
static class RevocationApi
{
    public static void MapRevocation(this IEndpointRouteBuilder routes)
    {
        var revocation = routes.MapGroup("/revocation").AddEndpointFilter<MerchantOnly>();
        revocation.MapGet("/", (HttpRequest request, MerchantKeys keys) => TypedResults.Ok(new Revocation(!keys.IsValid(request))));
        revocation.MapPut("/", (HttpRequest request, MerchantKeys keys, CheckoutLedger ledger) => SetAsync(request, keys, ledger, revoked: true));
        revocation.MapDelete("/", (HttpRequest request, MerchantKeys keys, CheckoutLedger ledger) => SetAsync(request, keys, ledger, revoked: false));
    }

    static async Task<NoContent> SetAsync(HttpRequest request, MerchantKeys keys, CheckoutLedger ledger, bool revoked)
    {
        await ledger.RecordRevocationAsync(keys.Find(request)!, revoked);
        return TypedResults.NoContent();
    }
}

sealed record Revocation(bool Revoked);
