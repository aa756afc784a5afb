using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Ticketing.Core.Seats;

/// <summary>
/// Takes seats for customers, all or none, and gives them to bookings. Each call is one script in Redis, whose clock
/// alone decides what has expired. Every call may throw <see cref="SeatHoldsUnavailableException"/>.
/// </summary>
public sealed class SeatHoldStore
{
    static readonly ShowingScript TakeScript = ShowingScript.OfLoaded("Take");
    static readonly ShowingScript FindScript = ShowingScript.OfLoaded("Find");
    static readonly ShowingScript ReleaseScript = ShowingScript.OfLoaded("Release");
    static readonly ShowingScript AttachScript = ShowingScript.OfLoaded("Attach");
    static readonly ShowingScript DetachScript = ShowingScript.OfLoaded("Detach");

    readonly ShowingStore showings;
    readonly HoldMetrics metrics;
    readonly SeatHoldOptions options;

    internal SeatHoldStore(ShowingStore showings, HoldMetrics metrics, IOptions<SeatHoldOptions> options)
    {
        this.showings = showings;
        this.metrics = metrics;
        this.options = options.Value;
    }

    /// <summary>Holds all of the seats for the customer, or none.</summary>
    /// <param name="seats">Places in the layout, each named once.</param>
    /// <exception cref="ArgumentException">No seats, too many, or one named twice.</exception>
    public async Task<TakeResult> TakeAsync(long showingId, Guid customerId, IReadOnlyCollection<int> seats, CancellationToken ct)
    {
        if (seats.Count == 0 || seats.Count > options.MaxSeats || seats.Distinct().Count() != seats.Count || seats.Any(seat => seat < 0))
            throw new ArgumentException($"A hold is of 1 to {options.MaxSeats} different seats.", nameof(seats));

        var holdId = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var answer = await showings.RunAsync(
            TakeScript, showingId,
            [holdId, Written(customerId), (long)options.Duration.TotalMilliseconds, options.MaxSeatsPerCustomer, string.Join(',', seats)], ct);

        TakeResult result = answer?.Status switch
        {
            "held" => new TakeResult.Held(new SeatHold(holdId, showingId, [.. seats], answer.Value.Instant(0), answer.Value.Version(1))),
            "taken" => new TakeResult.SeatsTaken(answer.Value.Seats(0)),
            "unknown_seat" => new TakeResult.SeatUnknown(answer.Value.Seats(0)[0]),
            "limit" => new TakeResult.LimitReached(),
            "not_open" => new TakeResult.SaleNotOpen(),
            "closed" => new TakeResult.SaleClosed(),
            "cancelled" => new TakeResult.ShowingCancelled(),
            null => new TakeResult.ShowingUnknown(),
            var status => throw new UnreachableException($"Take.lua answered {status}."),
        };
        metrics.Asked(result);
        return result;
    }

    /// <summary>The customer's own hold; null if unknown, expired or another's.</summary>
    public async Task<SeatHold?> FindAsync(long showingId, string holdId, Guid customerId, CancellationToken ct) =>
        await showings.RunAsync(FindScript, showingId, [holdId, Written(customerId)], ct) is { Status: "held" } answer
            ? new SeatHold(holdId, showingId, answer.Seats(2), answer.Instant(0), answer.Version(1))
            : null;

    /// <summary>Frees the customer's own hold, unless a booking has it.</summary>
    public async Task<ReleaseResult> ReleaseAsync(long showingId, string holdId, Guid customerId, CancellationToken ct)
    {
        var answer = await showings.RunAsync(ReleaseScript, showingId, [holdId, Written(customerId)], ct);
        return answer?.Status switch
        {
            "released" => new ReleaseResult.Released(answer.Value.Version(0)),
            "attached" => new ReleaseResult.Attached(),
            _ => new ReleaseResult.NotFound(),
        };
    }

    /// <summary>
    /// Gives the customer's own hold to a booking: it then ends with the booking, by message, or else
    /// <see cref="SeatHoldOptions.BookingGrace"/> after <paramref name="bookingExpiresAt"/>. May be repeated for the same booking.
    /// </summary>
    public async Task<AttachResult> AttachAsync(
        long showingId, string holdId, Guid customerId, Guid bookingId, DateTimeOffset bookingExpiresAt, CancellationToken ct)
    {
        var deadline = bookingExpiresAt + options.BookingGrace;
        var answer = await showings.RunAsync(
            AttachScript, showingId,
            [holdId, Written(customerId), Written(bookingId), bookingExpiresAt.ToUnixTimeMilliseconds(), deadline.ToUnixTimeMilliseconds()], ct);

        return answer?.Status switch
        {
            "attached" => new AttachResult.Attached(answer.Value.Seats(0)),
            "attached_to_another" => new AttachResult.AttachedToAnother(),
            _ => new AttachResult.NotFound(),
        };
    }

    /// <summary>
    /// Undoes <see cref="AttachAsync"/> for a booking that was not stored after all: the hold is the customer's again and
    /// ends when it would have ended anyway. False if the booking does not have the hold (any more).
    /// </summary>
    public async Task<bool> DetachAsync(long showingId, string holdId, Guid bookingId, CancellationToken ct) =>
        await showings.RunAsync(DetachScript, showingId, [holdId, Written(bookingId)], ct) is { Status: "detached" };

    internal static string Written(Guid id) => id.ToString("N");
}
