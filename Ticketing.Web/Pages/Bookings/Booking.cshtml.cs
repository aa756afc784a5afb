using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;
using Ticketing.Core.Problems;
using Ticketing.Core.Requests;
using Ticketing.Web.Api;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Bookings;

[TypeFilter<LinkExchange>]
sealed class BookingModel(
    BookingClient bookings, CatalogueClient catalogue, LinkCookies links, BookingCalendar calendar, ProblemWords problems, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>The mail was sent again just before.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Resent { get; set; }

    public BookingAddress Address { get; private set; } = null!;
    public BookingAnswer Booking { get; private set; } = null!;
    public ShowingAnswer Showing { get; private set; } = null!;
    public string? Problem { get; private set; }

    /// <summary>The link of a mail opens the booking to see and to cancel it, not to pay for it.</summary>
    public bool IsPayable => Booking.Status == BookingStatus.PendingPayment && Address.Link is null;

    public bool IsCancellable => Booking.CancellableUntil > clock.GetUtcNow();

    public bool HasCalendar => Booking.Status == BookingStatus.Confirmed && !IsPast;

    public bool IsPast => Showing.EndsAt <= clock.GetUtcNow();

    /// <summary>Who comes, or would have.</summary>
    public IEnumerable<BookedSeatAnswer> People => Booking.LiveSeats.Any() ? Booking.LiveSeats : Booking.Seats;

    /// <summary>The name of the words that say how it stands.</summary>
    public string Standing => Booking switch
    {
        { Refunds: var refunds } when refunds.Any(refund => refund.Reason == RefundReason.ShowingCancelled) => "ShowingCancelled",
        { Refunds: var refunds } when refunds.Any(refund => refund.Reason == RefundReason.NotBookable) => "PaidTooLate",
        { Status: BookingStatus.Cancelled, Refunds: [] } => "CalledOff",
        { Status: BookingStatus.Confirmed } when IsPast => "Past",
        { Status: BookingStatus.Confirmed } when Booking.Seats.Any(seat => seat.GivenBack) => "PartlyCancelled",
        _ => $"{Booking.Status}",
    };

    public async Task<IActionResult> OnGetAsync(string? problem, CancellationToken ct)
    {
        if (problem is "payment_unavailable" or "region_fenced" or "booking_not_correctable" or ProblemCodes.TooManyRequests or ApiProblem.ServiceUnavailable)
            Problem = problems.Explain(ApiProblem.Unreachable with { Code = problem });

        return await ShowAsync(ct);
    }

    public async Task<IActionResult> OnPostPayAsync(Guid id, CancellationToken ct)
    {
        if ((await bookings.PayAsync(id, ct)).Succeeded(out var payment, out var problem))
            return SeeOther.To(payment.CheckoutUrl);

        Problem = Response.Explain(problem, problems);
        return await ShowAsync(ct);
    }

    /// <summary>Of the owner: who has the mail's link has the mail.</summary>
    public async Task<IActionResult> OnPostResendAsync(Guid id, CancellationToken ct)
    {
        if ((await bookings.ResendAsync(id, ct)).Succeeded(out _, out var problem))
            return SeeOther.To($"/bookings/{id}?resent=true");

        Problem = Response.Explain(problem, problems);
        return await ShowAsync(ct);
    }

    /// <summary>Frees the seats of a booking that is not paid yet, for whoever wants others.</summary>
    public async Task<IActionResult> OnPostCallOffAsync(Guid id, CancellationToken ct)
    {
        if (await bookings.FindAsync(id, ct) is not { } booking)
            return NotFound();

        // Of a booking nothing else can be called off as a whole, so its id is key enough.
        if ((await bookings.CancelAsync(id, link: null, new CancelBookingRequest(Seats: null), RequestKey.Of("call-off", id), ct)).Succeeded(out _, out var problem)
            || problem.Code == "already_cancelled")
            return SeeOther.To($"/showings/{booking.ShowingId}");

        Problem = Response.Explain(problem, problems);
        return await ShowAsync(ct);
    }

    /// <summary>The showing as a file for calendars, while there is still something to come to.</summary>
    public async Task<IActionResult> OnGetCalendarAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } failed)
            return failed;

        return HasCalendar ? calendar.FileOf(Booking, Showing) : NotFound();
    }

    async Task<IActionResult> ShowAsync(CancellationToken ct) => await LoadAsync(ct) ?? Page();

    /// <summary>Null when there is something to show, else the answer to give in its place.</summary>
    async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (BookingAddress.Of(Request, Id, Reference, links) is not { } address || await bookings.FindAsync(address, ct) is not { } booking
            || await catalogue.ShowingAsync(booking.ShowingId, ct) is not { } showing)
            return NotFound();

        (Address, Booking, Showing) = (address, booking, showing);
        return null;
    }
}
