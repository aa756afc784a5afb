using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Sandbox.Pages;
using Ticketing.Sandbox.Payments.Faults;
using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments.HostedPage;

/// <summary>
/// What card holders see. The address is the secret: it is unguessable and only its customer has it, so there is no
/// antiforgery token; a second click meets a checkout that is paid already and goes where the first one went.
/// </summary>
static class CheckoutPageEndpoints
{
    public static void MapCheckoutPage(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/checkout/{id}").DisableAntiforgery().AsPages();
        page.MapGet("/", Show);
        page.MapPost("/", Pay);
        page.MapPost("/cancel", Cancel);
    }

    static Results<RazorComponentResult<CheckoutPage>, NotFound> Show(string id, CheckoutLedger ledger, TimeProvider time) =>
        ledger.Find(id) is { } checkout ? Page(checkout, time) : TypedResults.NotFound();

    static async Task<Results<RazorComponentResult<CheckoutPage>, NotFound, SeeOther>> Pay(
        string id, [FromForm(Name = "cardNumber")] string? cardNumber, CheckoutLedger ledger, PaymentFaults faults, TimeProvider time)
    {
        if (ledger.Find(id) is not { } checkout)
            return TypedResults.NotFound();
        if (checkout.IsPayable(time.GetUtcNow()))
        {
            if (TestCards.Find(cardNumber) is not { } card)
                return Page(checkout, time, wrongCard: cardNumber ?? "");
            var fault = faults.OfCard(checkout);
            // Refused means that another tab or the clock was faster; the page then shows what is.
            await ledger.ChangeAsync(id, current => fault switch
            {
                PaymentFaultKind.Decline => current.Decline(time.GetUtcNow()),
                PaymentFaultKind.DeclineForGood => current.DeclineForGood(time.GetUtcNow()),
                _ => card.Answer(current)(time.GetUtcNow()),
            });
        }

        var now = ledger.Find(id)!;
        return new SeeOther(now.Status is CheckoutStatus.Authorized or CheckoutStatus.Captured ? now.ReturnUrl : $"/checkout/{id}");
    }

    static async Task<Results<NotFound, SeeOther>> Cancel(string id, CheckoutLedger ledger)
    {
        // Only while nothing is reserved: whoever has paid and goes back keeps what was paid for.
        await ledger.ChangeAsync(id, current => current.Status is CheckoutStatus.Authorized ? AlreadyPaid : current.Cancel());
        return ledger.Find(id) switch
        {
            null => TypedResults.NotFound(),
            { Status: CheckoutStatus.Authorized or CheckoutStatus.Captured } paid => new SeeOther(paid.ReturnUrl),
            var left => new SeeOther(left.CancelUrl),
        };
    }

    static readonly Outcome.Refused AlreadyPaid = new(RefusalReason.InvalidState, "The card holder has paid.");

    static RazorComponentResult<CheckoutPage> Page(Checkout checkout, TimeProvider time, string? wrongCard = null) =>
        new(new { Checkout = checkout, Now = time.GetUtcNow(), WrongCard = wrongCard })
        {
            StatusCode = wrongCard is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
