using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Mails;
using Ticketing.Core.Problems;
using Ticketing.Core.Requests;
using Ticketing.Web.Api;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Bookings;

namespace Ticketing.Web.Pages.Checkout;

sealed class CheckoutModel(CatalogueClient catalogue, HoldClient holds, BookingClient bookings, ProblemWords problems) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Null where the address names none.</summary>
    [BindProperty(SupportsGet = true, Name = "hold")]
    public string? HoldId { get; set; }

    [BindProperty]
    public CheckoutForm Form { get; set; } = new();

    public ShowingAnswer Showing { get; private set; } = null!;

    /// <summary>Null once the seats are no longer held for this customer.</summary>
    public HoldAnswer? Hold { get; private set; }

    public IReadOnlyList<string> Labels { get; private set; } = [];
    public string? Problem { get; private set; }

    public IEnumerable<Concession> Concessions => Showing.Film!.Rating.Concessions;

    public long Total => Form.Seats.Sum(seat => Showing.Prices.GetValueOrDefault(seat.Concession));

    public async Task<IActionResult> OnGetAsync([FromQuery] Party party, CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } failed)
            return failed;

        Form.Email = Customer.Of(User)?.Email ?? "";
        Form.IdempotencyKey = RequestKey.New().ToString();
        Form.Seats = party.Seat(Hold!.Seats);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (RequestKey.Parse(Form.IdempotencyKey) is not { } key)
            return BadRequest();
        if (!ModelState.IsValid || HoldId is null)
            return await LoadAsync(ct) ?? Page();

        var request = new BookingRequest(
            Id, HoldId, EmailAddress.Parse(Form.Email)!, Languages.Current, [.. Form.Seats.Select(seat => new BookingRequestSeat(seat.Index, seat.Concession))]);
        if ((await bookings.BookAsync(request, key, ct)).Succeeded(out var booking, out var problem))
            return await PayAsync(booking, ct);
        // The form says something else than when it was sent first: under another key the answer names the booking.
        if (problem.Code == "idempotency_key_reused" && (await bookings.BookAsync(request, RequestKey.New(), ct)).Succeeded(out booking, out problem))
            return await PayAsync(booking, ct);

        // Who comes back from the payment page and presses the button again has booked already. What they typed last counts.
        return problem.BookingId is { } booked ? await CorrectAsync(booked, request, ct) : await ExplainAsync(problem, ct);
    }

    public async Task<IActionResult> OnPostLanguageAsync(CancellationToken ct) => await LoadAsync(ct) ?? this.AsTyped();

    async Task<IActionResult> CorrectAsync(Guid booked, BookingRequest request, CancellationToken ct)
    {
        if ((await bookings.CorrectAsync(booked, request, ct)).Succeeded(out var booking, out var problem))
            return booking.Status == BookingStatus.PendingPayment ? await PayAsync(booking, ct) : SeeOther.To($"/bookings/{booked}");

        // Whatever else it is, the form keeps what they typed, to be sent again.
        return problem.Code == "booking_not_correctable"
            ? SeeOther.To($"/bookings/{booked}?problem={problem.Code}")
            : await ExplainAsync(problem, ct);
    }

    /// <summary>The customer wants other seats. Those of a booking are given back there or not at all.</summary>
    public async Task<IActionResult> OnPostReleaseAsync(CancellationToken ct)
    {
        var released = await holds.ReleaseAsync(Id, HoldId, ct);
        return SeeOther.To(!released.Succeeded(out _, out var problem) && problem.BookingId is { } booked ? $"/bookings/{booked}" : $"/showings/{Id}");
    }

    public string PricesForScript() => JsonSerializer.Serialize(Showing.Prices, ApiJson.Options);

    async Task<IActionResult> PayAsync(BookingAnswer booking, CancellationToken ct) =>
        (await bookings.PayAsync(booking.Id, ct)).Succeeded(out var payment, out var problem)
            ? SeeOther.To(payment.CheckoutUrl)
            // Booked, but the provider does not answer: the booking's page lets the customer try again while there is time.
            : SeeOther.To($"/bookings/{booking.Id}?problem={(problem.Code is "region_fenced" or ProblemCodes.TooManyRequests ? problem.Code : "payment_unavailable")}");

    async Task<IActionResult> ExplainAsync(ApiProblem problem, CancellationToken ct)
    {
        Problem = Response.Explain(problem, problems);
        if (!problem.IsUndecided)
        {
            // Refused for good: what is sent next is another request.
            Form.IdempotencyKey = RequestKey.New().ToString();
            ModelState.Remove($"{nameof(Form)}.{nameof(Form.IdempotencyKey)}");
        }

        if (problem.ErrorNames.Contains("email", StringComparer.OrdinalIgnoreCase))
            ModelState.AddModelError($"{nameof(Form)}.{nameof(Form.Email)}", problems.Explain(problem with { Code = "email_wrong" }));

        return await LoadAsync(ct) ?? Page();
    }

    /// <summary>Null when the page can be shown, else the answer to give in its place.</summary>
    async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (await catalogue.ShowingAsync(Id, ct) is not { } showing)
            return NotFound();

        Showing = showing;
        Hold = await holds.FindAsync(Id, HoldId, ct);
        if (Hold is null)
        {
            var page = Page();
            page.StatusCode = StatusCodes.Status410Gone;
            return page;
        }

        Labels = await holds.SeatLabelsAsync(Id, ct);
        return null;
    }
}

/// <summary>What the customer sends from the checkout page.</summary>
sealed class CheckoutForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [EmailField]
    public string Email { get; set; } = "";

    /// <summary>Fixed when the form is made, so that sending it twice books once.</summary>
    public string? IdempotencyKey { get; set; }

    [Required, MinLength(1), MaxLength(8)]
    public List<CheckoutSeat> Seats { get; set; } = [];
}

sealed class CheckoutSeat
{
    public int Index { get; set; }

    [EnumDataType(typeof(Concession))]
    public Concession Concession { get; set; }
}
