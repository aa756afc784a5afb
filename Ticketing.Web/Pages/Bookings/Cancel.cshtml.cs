using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Requests;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>Says what goes back before tickets are given back.</summary>
[TypeFilter<LinkExchange>]
sealed class CancelModel(BookingClient bookings, CatalogueClient catalogue, LinkCookies links, ProblemWords problems) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>Places in the layout; none means all that the booking has.</summary>
    [BindProperty(SupportsGet = true, Name = "seats")]
    public List<int> Chosen { get; set; } = [];

    /// <summary>The same wherever this page is sent again, so that it cancels once.</summary>
    [BindProperty]
    public string? IdempotencyKey { get; set; }

    public BookingAddress Address { get; private set; } = null!;
    public BookingResponse Booking { get; private set; } = null!;
    public ShowingDetailsResponse Showing { get; private set; } = null!;
    public IReadOnlyList<BookedSeatResponse> Seats { get; private set; } = [];
    public string? Problem { get; private set; }

    public long Amount => Seats.Sum(seat => seat.Price);
    public bool IsWhole => Seats.Count == Booking.LiveSeats().Count();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        IdempotencyKey = RequestKey.New().ToString();
        return await ShowAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        // Seats that are none are not all seats.
        if (!ModelState.IsValid || RequestKey.Parse(IdempotencyKey) is not { } key)
            return BadRequest();
        if (await LoadAsync(ct) is { } failed)
            return failed;

        var request = new CancelRequest(Chosen.Count == 0 ? null : Chosen, Reason: null);
        if ((await bookings.CancelAsync(Booking.Id, Address.Link, request, key, ct)).Succeeded(out _, out var problem)
            || problem.Code == "already_cancelled")
            return SeeOther.To(Address.Page);

        Problem = Response.Explain(problem, problems);
        return await ShowAsync(ct);
    }

    async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } failed)
            return failed;

        // Nothing to give back, or what was chosen has been: the booking's page says how it stands.
        return Booking.Status != BookingStatus.Confirmed || Seats.Count == 0 ? SeeOther.To(Address.Page) : Page();
    }

    async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (BookingAddress.Of(Request, Id, Reference, links) is not { } address || await bookings.FindAsync(address, ct) is not { } booking
            || await catalogue.ShowingAsync(booking.ShowingId, ct) is not { } showing)
            return NotFound();

        (Address, Booking, Showing) = (address, booking, showing);
        Seats = [.. booking.LiveSeats().Where(seat => Chosen.Count == 0 || Chosen.Contains(seat.Index))];
        return null;
    }
}
