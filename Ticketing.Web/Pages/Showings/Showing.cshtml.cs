using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Problems;
using Ticketing.Web.Api;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Waiting;

namespace Ticketing.Web.Pages.Showings;

[Impersonal]
sealed class ShowingModel(
    CatalogueClient catalogue, WaitingRoomClient rooms, TimeProvider clock, IStringLocalizer<Texts> text, ProblemWords problems) : PageModel
{
    public const int MostSeats = 8;

    public ShowingAnswer Showing { get; private set; } = null!;
    public FilmAnswer Film => Showing.Film!;
    public CinemaAnswer Cinema => Showing.Cinema!;
    public ShowingSale Sale { get; private set; }

    /// <summary>When the customer's pass through the waiting room ends; null where none was needed.</summary>
    public DateTimeOffset? InsideUntil { get; private set; }

    public IEnumerable<Concession> Concessions => Film.Rating.Concessions;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await catalogue.ShowingAsync(id, ct) is not { } showing)
            return NotFound();

        Showing = showing;
        Sale = showing.SaleAt(clock.GetUtcNow());
        if (Sale is not (ShowingSale.Open or ShowingSale.NotYetOpen))
            return Page();

        var entry = await rooms.EnterAsync(Request, id, ct);
        InsideUntil = entry.Until;
        return entry.Stop ?? Page();
    }

    /// <summary>Where a browser without scripts goes on by itself, as a refresh says it: to the list of seats, as soon as they are sold.</summary>
    public string? WithoutScript() => Sale switch
    {
        ShowingSale.Open => $"0;url={Languages.Localize($"/showings/{Showing.Id}/seats")}",
        ShowingSale.NotYetOpen => Math.Ceiling((Showing.SaleOpensAt - clock.GetUtcNow()).TotalSeconds).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>What the seat map's script needs to know, as JSON.</summary>
    public string ScriptSettings() => JsonSerializer.Serialize(
        new
        {
            showingId = Showing.Id,
            mostSeats = MostSeats,
            prices = Showing.Prices,
            currency = Showing.Currency,
            now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            texts = SeatMapWords().ToDictionary(word => word, word => text[$"Map.{word}"].Value),
            problems = problems.Words(
                "seat_taken", "sale_not_open", "sale_closed", "showing_cancelled", "hold_limit_reached", "too_many_seats",
                "no_seats_together", "not_enough_seats", "network_limit_reached", "hold_paused", "challenge_required", "idempotency_key_reused", "too_many_requests", "customer_required", "showing_not_found",
                "holds_unavailable", "waiting_room_unavailable", ProblemCodes.Unavailable,
                ApiProblem.ServiceUnavailable, "unknown"),
        },
        ApiJson.Options);

    static string[] SeatMapWords() =>
    [
        "available", "held", "sold", "unavailable", "selected", "wheelchair", "companion", "zone_front", "zone_prime",
        "choose_more", "choose_any", "ready", "taken", "too_many", "no_connection", "stale", "remove",
        "best_for", "orphan_seat", "companion_without_wheelchair",
    ];
}
