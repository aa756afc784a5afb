using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Seats.Loading;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Core.Seats.Holds;

/// <summary>
/// Takes seats for customers, all or none, and gives them to bookings. Each call is one script in Redis, whose clock
/// alone decides what has expired. Every call may throw <see cref="SeatHoldsUnavailableException"/>.
/// </summary>
public sealed class SeatHoldStore
{
    static readonly ShowingScript TakeScript = ShowingScript.OfLoaded<SeatHoldStore>("Take");
    static readonly ShowingScript BestScript = ShowingScript.OfLoaded<SeatHoldStore>("Best");
    static readonly ShowingScript FindScript = ShowingScript.OfLoaded<SeatHoldStore>("Find");
    static readonly ShowingScript RenewScript = ShowingScript.OfLoaded<SeatHoldStore>("Renew");
    static readonly ShowingScript ReleaseScript = ShowingScript.OfLoaded<SeatHoldStore>("Release");
    static readonly ShowingScript AttachScript = ShowingScript.OfLoaded<SeatHoldStore>("Attach");
    static readonly ShowingScript DetachScript = ShowingScript.OfLoaded<SeatHoldStore>("Detach");

    /// <summary>How seats are asked for that are named; scripts compare the seats themselves.</summary>
    const string AskedBySeat = "-";

    readonly ShowingStore showings;
    readonly HoldMetrics metrics;
    readonly SeatHoldOptions options;

    /// <summary>How parties are split, by their size less one.</summary>
    readonly string[] groups;

    internal SeatHoldStore(ShowingStore showings, HoldMetrics metrics, IOptions<SeatHoldOptions> options)
    {
        this.showings = showings;
        this.metrics = metrics;
        this.options = options.Value;
        groups = [.. Enumerable.Range(1, this.options.MaxSeats).Select(PartyGroups.Of)];
    }

    /// <inheritdoc cref="TakeAsync(long, Asker, IReadOnlyCollection{int}, string?, CancellationToken)"/>
    public Task<TakeResult> TakeAsync(
        long showingId, Guid customerId, IReadOnlyCollection<int> seats, string? idempotencyKey, CancellationToken ct) =>
        TakeAsync(showingId, new Asker(customerId), seats, idempotencyKey, ct);

    /// <summary>Holds all of the seats for the customer, or none.</summary>
    /// <param name="seats">Places in the layout, each named once.</param>
    /// <param name="idempotencyKey">
    /// Chosen by the customer for this request: while the hold lives, asking again with the same key answers with it.
    /// </param>
    /// <exception cref="ArgumentException">No seats, too many, or one named twice.</exception>
    public Task<TakeResult> TakeAsync(
        long showingId, Asker asker, IReadOnlyCollection<int> seats, string? idempotencyKey, CancellationToken ct)
    {
        int[] wanted = [.. seats];
        Array.Sort(wanted);
        if (wanted.Length == 0 || wanted.Length > options.MaxSeats || wanted[0] < 0 || HasDoubles(wanted))
            throw new ArgumentException($"A hold is of 1 to {options.MaxSeats} different seats.", nameof(seats));

        return TakeAsync(TakeScript, showingId, asker, AskedBySeat, idempotencyKey, [.. wanted.Select(seat => (RedisValue)seat)], ct);
    }

    /// <inheritdoc cref="TakeBestAsync(long, Asker, BestAvailable, string?, CancellationToken)"/>
    public Task<TakeResult> TakeBestAsync(long showingId, Guid customerId, BestAvailable best, string? idempotencyKey, CancellationToken ct) =>
        TakeBestAsync(showingId, new Asker(customerId), best, idempotencyKey, ct);

    /// <summary>Holds the best seats that are free for the customer: side by side if there are so many, else in groups.</summary>
    /// <param name="idempotencyKey">As of <see cref="TakeAsync(long, Asker, IReadOnlyCollection{int}, string?, CancellationToken)"/>.</param>
    /// <exception cref="ArgumentException">No seats, too many, or more wheelchair spaces than seats.</exception>
    public async Task<TakeResult> TakeBestAsync(long showingId, Asker asker, BestAvailable best, string? idempotencyKey, CancellationToken ct)
    {
        if (best.Count < 1 || best.Count > options.MaxSeats || best.Wheelchairs < 0 || best.Wheelchairs > best.Count)
            throw new ArgumentException($"A hold is of 1 to {options.MaxSeats} seats.", nameof(best));

        var zone = best.Zone is { } wanted ? SeatPlan.Letter(wanted).ToString() : "";
        var asked = string.Create(CultureInfo.InvariantCulture, $"best:{best.Count}:{best.Wheelchairs}:{zone}");
        var result = await TakeAsync(
            BestScript, showingId, asker, asked, idempotencyKey,
            [best.Count, best.Wheelchairs, zone, .. groups[..best.Count].Select(sizes => (RedisValue)sizes)], ct);
        metrics.AskedForBest(result);
        return result;
    }

    async Task<TakeResult> TakeAsync(
        ShowingScript script, long showingId, Asker asker, string asked, string? idempotencyKey, RedisValue[] wanted, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var id = HoldId.New(showingId, asker.Owner.CustomerId, idempotencyKey);
        var answer = await showings.RunAsync(
            script, showingId,
            [
                id.Key, id.Nonce, asker.Owner.Written(), asked,
                (long)options.Duration.TotalMilliseconds, (long)options.MaxLifetime.TotalMilliseconds,
                options.MaxSeatsPerCustomer, options.OrphansAllowedFromPercent,
                asker.Network ?? "", asker.ProvenBits, .. wanted,
            ],
            ct);

        TakeResult result = answer?.Status switch
        {
            "held" => new TakeResult.Held(answer.Value.Hold(showingId)),
            "taken" => new TakeResult.SeatsTaken(answer.Value.Seats(0)),
            "unknown_seat" => new TakeResult.SeatUnknown(answer.Value.Seats(0)[0]),
            "limit" => new TakeResult.LimitReached(),
            "network_limit" => new TakeResult.NetworkLimitReached(),
            "challenge" => new TakeResult.ChallengeRequired(answer.Value.Number(0)),
            "paused" => new TakeResult.Paused(TimeSpan.FromMilliseconds(answer.Value.Number(0))),
            "orphan" => new TakeResult.SeatsOrphaned(answer.Value.Seats(0)),
            "companion" => new TakeResult.CompanionsAlone(answer.Value.Seats(0)),
            "key_reused" => new TakeResult.KeyReused(),
            "not_together" => new TakeResult.NotTogether(),
            "not_enough" => new TakeResult.NotEnough(),
            "not_open" => new TakeResult.SaleNotOpen(),
            "closed" => new TakeResult.SaleClosed(),
            "cancelled" => new TakeResult.ShowingCancelled(),
            null => new TakeResult.ShowingUnknown(),
            var status => throw new UnreachableException($"The script answered {status}."),
        };
        metrics.Asked(result, Stopwatch.GetElapsedTime(start));
        return result;
    }

    /// <summary>The customer's own hold; null if unknown, expired or another's.</summary>
    public async Task<SeatHold?> FindAsync(long showingId, string holdId, HoldOwner owner, CancellationToken ct) =>
        await showings.RunAsync(FindScript, showingId, [holdId, owner.Written()], ct) is { Status: "held" } answer
            ? answer.Hold(showingId)
            : null;

    /// <summary>
    /// Lets the customer's own hold last <see cref="SeatHoldOptions.Duration"/> from now, but no longer than
    /// <see cref="SeatHold.RenewableUntil"/>.
    /// </summary>
    public async Task<RenewResult> RenewAsync(long showingId, string holdId, HoldOwner owner, CancellationToken ct)
    {
        var answer = await showings.RunAsync(
            RenewScript, showingId, [holdId, owner.Written(), (long)options.Duration.TotalMilliseconds], ct);
        if (answer?.Status == "held")
            metrics.Renewed();
        return answer?.Status switch
        {
            "held" => new RenewResult.Renewed(answer.Value.Hold(showingId)),
            "attached" => new RenewResult.Attached(),
            "not_renewable" => new RenewResult.NotRenewable(),
            _ => new RenewResult.NotFound(),
        };
    }

    /// <summary>Frees the customer's own hold, unless a booking has it.</summary>
    public async Task<ReleaseResult> ReleaseAsync(long showingId, string holdId, HoldOwner owner, CancellationToken ct)
    {
        var answer = await showings.RunAsync(ReleaseScript, showingId, [holdId, owner.Written()], ct);
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
        long showingId, string holdId, HoldOwner owner, Guid bookingId, DateTimeOffset bookingExpiresAt, CancellationToken ct)
    {
        var deadline = bookingExpiresAt + options.BookingGrace;
        var answer = await showings.RunAsync(
            AttachScript, showingId,
            [holdId, owner.Written(), ShowingScript.Written(bookingId), bookingExpiresAt.ToUnixTimeMilliseconds(), deadline.ToUnixTimeMilliseconds()], ct);

        return answer?.Status switch
        {
            "attached" => new AttachResult.Attached(answer.Value.Seats(0), answer.Value.Text(1) is { Length: > 0 } network ? network : null),
            "attached_to_another" => new AttachResult.AttachedToAnother(),
            _ => new AttachResult.NotFound(),
        };
    }

    /// <summary>
    /// Undoes <see cref="AttachAsync"/> for a booking that was not stored after all: the hold is the customer's again and
    /// ends when it would have ended anyway. False if the booking does not have the hold (any more).
    /// </summary>
    public async Task<bool> DetachAsync(long showingId, string holdId, Guid bookingId, CancellationToken ct) =>
        await showings.RunAsync(DetachScript, showingId, [holdId, ShowingScript.Written(bookingId)], ct) is { Status: "detached" };

    static bool HasDoubles(int[] sorted)
    {
        for (var n = 1; n < sorted.Length; n++)
        {
            if (sorted[n] == sorted[n - 1])
                return true;
        }

        return false;
    }
}
