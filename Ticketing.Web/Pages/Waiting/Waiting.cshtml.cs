using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Requests;
using Ticketing.Core.WaitingRooms;
using Ticketing.Web.Api;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Waiting;

/// <summary>
/// Where customers wait for their turn to choose seats. The page's script takes the place, asks for it, and goes on. Without one the customer
/// does so by buttons, the page's address keeps the place, and the page loads itself again. Its forms hold no token, as the page is the same
/// for everybody: that they come from this site, their <c>Origin</c> says.
/// </summary>
[Impersonal]
[IgnoreAntiforgeryToken]
sealed class WaitingModel(
    CatalogueClient catalogue, WaitingRoomClient rooms, PlaceClient places, TimeProvider clock, IStringLocalizer<Texts> text, ProblemWords problems) : PageModel
{
    const int ShortestRefresh = 3;

    [BindProperty(SupportsGet = true)]
    public long ShowingId { get; set; }

    /// <summary>The place that was taken without a script; it is good for who took it only.</summary>
    [BindProperty(SupportsGet = true, Name = "place")]
    public string? Token { get; set; }

    public ShowingAnswer Showing { get; private set; } = null!;
    public RoomAnswer Room { get; private set; } = null!;

    /// <summary>How the place stands; null where there is none, or nobody knows.</summary>
    public PlaceAnswer? Place { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>When the draw will be; null if it has been.</summary>
    public DateTimeOffset? OpensAt => !Room.Open && Room.OpensAt > Now ? Room.OpensAt : null;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Seconds; null where waiting changes nothing.</summary>
    public int? RefreshAfter => Token is null || Place is { State: "admitted" or "lapsed" } ? null : (int)Math.Ceiling(Math.Max(ShortestRefresh, Place?.PollAfterSeconds ?? 0));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } elsewhere)
            return elsewhere;
        if (OpaqueToken.Parse(Token) is not { } place)
        {
            Token = null;
            return Page();
        }

        if ((await places.AskAsync(Room.Id, place, ct)).Succeeded(out var status, out var problem))
            Place = status;
        else if (problem.Status == StatusCodes.Status404NotFound)
            Token = null;
        else
            Problem = Response.Explain(problem, problems);
        return Place is { State: "closed" } ? SeeOther.To($"/showings/{ShowingId}") : Page();
    }

    /// <summary>Takes a place.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } elsewhere)
            return elsewhere;
        if ((await places.JoinAsync(Room.Id, ct)).Succeeded(out var place, out var problem))
            return SeeOther.To($"/waiting/{ShowingId}?place={place.Token}");

        Token = null;
        Problem = Response.Explain(problem, problems);
        return Page();
    }

    /// <summary>Goes in, now that it is the customer's turn.</summary>
    public async Task<IActionResult> OnPostEnterAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } elsewhere)
            return elsewhere;
        if (OpaqueToken.Parse(Token) is not { } place)
            return BadRequest();
        // Whatever else it is, how the place stands says more.
        if (!(await places.ClaimAsync(Room.Id, place, ct)).Succeeded(out var pass, out _))
            return SeeOther.To($"/waiting/{ShowingId}?place={place}");

        Response.Cookies.Append(WaitingRoomPass.CookieOf(Room.Id), pass.Pass, new CookieOptions
        {
            Expires = pass.ExpiresAt,
            HttpOnly = true,
            IsEssential = true,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = true,
        });
        return SeeOther.To($"/showings/{ShowingId}");
    }

    /// <summary>What the place's state says to its customer.</summary>
    public string Words() => Place switch
    {
        { State: "waiting", EstimatedSeconds: var seconds } => WaitInWords(seconds ?? 0),
        { State: "admitted" } => text["Waiting.turnBody"],
        { State: var state } => text[$"Waiting.{state}"],
        null => text["Waiting.joining"],
    };

    /// <summary>As <c>waiting-room/words.js</c> says it.</summary>
    string WaitInWords(int seconds)
    {
        var minutes = (int)Math.Round(seconds / 60.0);
        var hours = (int)Math.Round(minutes / 60.0);
        return seconds < 45 ? text["Waiting.soon"]
            : minutes <= 1 ? text["Waiting.minute"]
            : minutes < 20 ? text["Waiting.minutes", minutes]
            : minutes < 90 ? text["Waiting.minutes", (int)Math.Round(minutes / 5.0) * 5]
            : hours < 12 ? text["Waiting.hours", hours]
            : text["Waiting.long"];
    }

    /// <summary>Null when the page can be shown, else the answer to give in its place.</summary>
    async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (await catalogue.ShowingAsync(ShowingId, ct) is not { } showing)
            return NotFound();
        if (await rooms.BeforeAsync(ShowingId, ct) is not { } room)
            return SeeOther.To($"/showings/{ShowingId}");

        Showing = showing;
        Room = room;
        return null;
    }

    /// <summary>What the page's script needs to know, as JSON.</summary>
    public string ScriptSettings() => JsonSerializer.Serialize(
        new
        {
            showingId = Showing.Id,
            roomId = Room.Id,
            now = Now.ToUnixTimeMilliseconds(),
            texts = ScriptWords().ToDictionary(word => word, word => text[$"Waiting.{word}"].Value),
        },
        ApiJson.Options);

    static string[] ScriptWords() => ["early", "joining", "soon", "minute", "minutes", "hours", "long", "admitted", "lapsed", "offline", "refused",
        "busy", "unavailable", "turn", "turnBody", "notifyOn", "notifyOff"];
}
