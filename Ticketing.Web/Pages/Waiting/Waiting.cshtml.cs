using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Ticketing.Web.Api;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Waiting;

/// <summary>Where customers wait for their turn to choose seats. The page's script takes the place, asks for it, and goes on.</summary>
[Impersonal]
sealed class WaitingModel(CatalogueClient catalogue, WaitingRoomClient rooms, TimeProvider clock, IStringLocalizer<Texts> text) : PageModel
{
    public ShowingAnswer Showing { get; private set; } = null!;
    public RoomAnswer Room { get; private set; } = null!;

    /// <summary>When the draw will be; null if it has been.</summary>
    public DateTimeOffset? OpensAt => !Room.Open && Room.OpensAt > Now ? Room.OpensAt : null;

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<IActionResult> OnGetAsync(long showingId, CancellationToken ct)
    {
        if (await catalogue.ShowingAsync(showingId, ct) is not { } showing)
            return NotFound();
        if (await rooms.BeforeAsync(showingId, ct) is not { } room)
            return SeeOther.To($"/showings/{showingId}");

        Showing = showing;
        Room = room;
        return Page();
    }

    /// <summary>What the page's script needs to know, as JSON.</summary>
    public string ScriptSettings() => JsonSerializer.Serialize(
        new
        {
            showingId = Showing.Id,
            roomId = Room.Id,
            texts = ScriptWords().ToDictionary(word => word, word => text[$"Waiting.{word}"].Value),
        },
        ApiJson.Options);

    static string[] ScriptWords() => ["early", "joining", "soon", "minute", "minutes", "hours", "long", "admitted", "lapsed", "offline", "refused",
        "busy", "unavailable", "turn", "turnBody", "notifyOn", "notifyOff"];
}
