using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Requests;
using Ticketing.Web.Api;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Checkout;
using Ticketing.Web.Pages.Waiting;

namespace Ticketing.Web.Pages.Showings;

/// <summary>
/// A showing's free seats as a list, held by sending a form: for browsers without scripts, and for whoever would rather read than look for
/// them on the map. The holds are the map's.
/// </summary>
sealed class SeatsModel(
    CatalogueClient catalogue, WaitingRoomClient rooms, HoldClient holds, TimeProvider clock, IStringLocalizer<Texts> text, ProblemWords problems) : PageModel
{
    IReadOnlyList<PlannedSeat> plan = [];

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Places in the layout.</summary>
    [BindProperty]
    public int[] Chosen { get; set; } = [];

    [BindProperty]
    public Party Party { get; set; } = new();

    /// <summary>Whether we are to choose.</summary>
    [BindProperty]
    public bool Best { get; set; }

    /// <summary>Fixed when the form is made, so that sending it twice holds once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public ShowingAnswer Showing { get; private set; } = null!;

    /// <summary>By rows, from the screen on.</summary>
    public ILookup<string, PlannedSeat> Free { get; private set; } = null!;

    public string? Problem { get; private set; }

    public IEnumerable<Concession> Concessions => Showing.Film!.Rating.Concessions;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await EnterAsync(ct) ?? await ShowAsync(null, ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (RequestKey.Parse(Key) is not { } key || !ModelState.IsValid)
            return BadRequest();
        if (await EnterAsync(ct) is { } stop)
            return stop;

        plan = await holds.SeatsAsync(Id, ct);
        if (WhatIsMissing() is { } missing)
            return await ShowAsync(missing, ct);

        var wanted = Best ? new WantedSeats(null, new BestSeats(Party.Size)) : new WantedSeats(Chosen, null);
        if ((await holds.TakeAsync(Id, wanted, key, await rooms.PassAsync(Request, Id, ct), ct)).Succeeded(out var hold, out var problem))
            return SeeOther.To($"/showings/{Id}/checkout{Party.ToQuery().Add("hold", hold.HoldId)}");

        return problem.Code == "waiting_room_required" ? SeeOther.To($"/waiting/{Id}") : await ShowAsync(Explain(problem), ct);
    }

    /// <summary>Null for who may choose seats now, else the answer to give instead.</summary>
    async Task<IActionResult?> EnterAsync(CancellationToken ct)
    {
        if (await catalogue.ShowingAsync(Id, ct) is not { } showing)
            return NotFound();

        Showing = showing;
        return showing.SaleAt(clock.GetUtcNow()) == ShowingSale.Open ? (await rooms.EnterAsync(Request, Id, ct)).Stop : SeeOther.To($"/showings/{Id}");
    }

    string? WhatIsMissing()
    {
        if (Best)
            return Party.Size == 0 ? text["SeatList.HowMany"].Value : null;
        if (Chosen.Length == 0)
            return text["SeatList.NoSeat"];
        return Party.Size != 0 && Party.Size != Chosen.Length ? text["SeatList.PeopleDiffer", Chosen.Length, Party.Size].Value : null;
    }

    string Explain(ApiProblem problem)
    {
        var words = Response.Explain(problem, problems);
        var named = string.Join(", ", plan.Where(seat => problem.Seats.Contains(seat.Index)).Select(seat => seat.Label));
        return (problem.Code, named) switch
        {
            (_, "") => words,
            ("seat_taken", _) => text["Map.taken", named],
            ("orphan_seat" or "companion_without_wheelchair", _) => text[$"Map.{problem.Code}", named],
            _ => words,
        };
    }

    async Task<PageResult> ShowAsync(string? problem, CancellationToken ct)
    {
        Problem = problem;
        plan = await holds.SeatsAsync(Id, ct);
        var states = await holds.StatesAsync(Id, plan.Count, ct);
        Free = plan.Where(seat => states[seat.Index] == 'a').ToLookup(seat => seat.Row);
        // What is sent next is another request.
        Key = RequestKey.New().ToString();
        return Page();
    }
}
