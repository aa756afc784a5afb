using StackExchange.Redis;
using Ticketing.Core.Bookings;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>
/// Reads a showing's seats, and keeps them in step with what became of bookings. Every call may throw
/// <see cref="SeatHoldsUnavailableException"/>.
/// </summary>
sealed class SeatStateStore(ShowingStore showings)
{
    static readonly ShowingScript ReadScript = ShowingScript.OfLoaded<SeatStateStore>("Read");
    static readonly ShowingScript SettleScript = ShowingScript.OfLoaded<SeatStateStore>("Settle");

    /// <summary>All seats at one instant; null if there is no such showing.</summary>
    public async Task<SeatStates?> ReadAsync(long showingId, CancellationToken ct) =>
        await showings.RunAsync(ReadScript, showingId, [], ct) is { } answer ? StatesOf(answer) : null;

    /// <summary>All seats at one instant; null if Redis does not have the showing.</summary>
    public async Task<SeatStates?> ReadIfLoadedAsync(long showingId, CancellationToken ct) =>
        await showings.RunIfLoadedAsync(ReadScript, showingId, [], ct) is { } answer ? StatesOf(answer) : null;

    /// <summary>Marks a booking's seats as sold. Late, doubled and reordered calls do no harm.</summary>
    public Task MarkSoldAsync(long showingId, Guid bookingId, IEnumerable<SeatEpoch> seats, CancellationToken ct) =>
        SettleAsync("sold", showingId, bookingId, seats, ct);

    /// <summary>Marks a booking's seats as free. Late, doubled and reordered calls do no harm.</summary>
    public Task MarkFreeAsync(long showingId, Guid bookingId, IEnumerable<SeatEpoch> seats, CancellationToken ct) =>
        SettleAsync("free", showingId, bookingId, seats, ct);

    static SeatStates StatesOf(ShowingScriptResult answer) =>
        new(answer.Version(1), answer.Text(0).Replace('p', SeatStates.Public('p')), answer.Instant(2), answer.Instant(3), answer.Text(4) == "1");

    async Task SettleAsync(string outcome, long showingId, Guid bookingId, IEnumerable<SeatEpoch> seats, CancellationToken ct)
    {
        // An unloaded showing is loaded first: a builder may be under way with rows read before this booking changed.
        RedisValue[] arguments = [outcome, ShowingScript.Written(bookingId), .. seats.SelectMany(seat => (RedisValue[])[seat.Index, seat.Epoch])];
        await showings.RunAsync(SettleScript, showingId, arguments, ct);
    }
}

/// <summary>All seats of a showing at one instant.</summary>
/// <param name="States">
/// One letter per seat in layout order: <c>a</c> available, <c>h</c> held, <c>s</c> sold or booked, <c>x</c> not for sale.
/// </param>
sealed record SeatStates(
    SeatVersion Version, string States, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled)
{
    /// <summary>A stored state as everybody may see it: whether a booking is paid yet is nobody's business but its owner's.</summary>
    public static char Public(char stored) => stored == 'p' ? 's' : stored;
}
