using System.Globalization;
using System.Resources;
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

/// <summary>The words of the hosted page in one language, from the resource files beside this one.</summary>
public sealed class CheckoutTexts(string language)
{
    static readonly ResourceManager Resources = new(typeof(CheckoutTexts));
    readonly CultureInfo culture = CultureInfo.GetCultureInfo(language);

    /// <exception cref="MissingManifestResourceException">There is no such text.</exception>
    public string this[string name] =>
        Resources.GetString(name, culture) ?? throw new MissingManifestResourceException($"There is no text {name}.");

    public string Money(long amount, string currency) => (currency, culture.TwoLetterISOLanguageName) switch
    {
        ("KRW", "ko") => string.Create(culture, $"{amount:N0}원"),
        ("KRW", _) => string.Create(culture, $"₩{amount:N0}"),
        _ => string.Create(culture, $"{amount:N0} {currency}"),
    };
}

/// <summary>The only cards there are. What a card makes happen is decided here.</summary>
static class TestCards
{
    public static readonly IReadOnlyList<TestCard> All =
    [
        new("4242 4242 4242 4242", "Pays", checkout => checkout.Authorize),
        new("4000 0000 0000 0002", "IsDeclined", checkout => checkout.Decline),
    ];

    /// <summary>The card with this number, however it is spaced; null for any other.</summary>
    public static TestCard? Find(string? number)
    {
        var digits = new string([.. (number ?? "").Where(char.IsAsciiDigit)]);
        return All.FirstOrDefault(card => card.Number.Replace(" ", "", StringComparison.Ordinal) == digits);
    }
}

/// <param name="Hint">Name of the text that tells what the card does.</param>
/// <param name="Answer">What becomes of a checkout that is paid with it, given the time.</param>
sealed record TestCard(string Number, string Hint, Func<Checkout, Func<DateTimeOffset, Outcome>> Answer);
