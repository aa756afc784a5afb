using Microsoft.AspNetCore.Mvc;
using Ticketing.Core.Requests;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Web.Pages.Waiting;

/// <summary>The door between a waiting room and the pages with the seats behind it.</summary>
static class WaitingRoomDoor
{
    public static async Task<Entry> EnterAsync(this WaitingRoomClient rooms, HttpRequest request, long showingId, CancellationToken ct)
    {
        if (await rooms.BeforeAsync(showingId, ct) is not { } room)
            return new(Stop: null);
        if (request.Cookies[WaitingRoomPass.CookieOf(room.Id)] is not { Length: > 0 } brought)
            return new(SeeOther.To($"/waiting/{showingId}"));
        if (OpaqueToken.Parse(brought) is not { } pass)
            return new(new BadRequestResult());

        var before = await rooms.BeforeAsync(showingId, pass, ct);
        return before is { Admitted: false } ? new(SeeOther.To($"/waiting/{showingId}")) : new(Stop: null, before?.PassExpiresAt);
    }

    /// <summary>The pass to show where seats are held; null if there is none.</summary>
    public static async ValueTask<OpaqueToken?> PassAsync(this WaitingRoomClient rooms, HttpRequest request, long showingId, CancellationToken ct) =>
        await rooms.BeforeAsync(showingId, ct) is { } room ? OpaqueToken.Parse(request.Cookies[WaitingRoomPass.CookieOf(room.Id)]) : null;
}

/// <param name="Stop">What is answered to who brings no pass that holds; null to who may come in, as everybody may where no room is on.</param>
/// <param name="Until">When the pass ends; null where none was needed.</param>
sealed record Entry(IActionResult? Stop, DateTimeOffset? Until = null);
