using System.Text.Json.Serialization;

namespace Ticketing.Contracts;

/// <summary>What a client sends to book a hold; anything may be missing.</summary>
/// <param name="Language">Of mails and the payment page: <c>ko</c> or <c>en</c>.</param>
/// <param name="Seats">Those of the hold, each with whom it is for.</param>
public sealed record PlaceBookingRequest(long? ShowingId, string? HoldId, string? Email, string? Language, IReadOnlyList<PlaceBookingSeat?>? Seats);

/// <param name="Index">Place in the layout.</param>
public sealed record PlaceBookingSeat(int? Index, Concession? Concession);

/// <summary>A booking as its owner sees it. Amounts are whole units of <paramref name="Currency"/>.</summary>
/// <param name="ExpiresAt">Until when it has to be paid.</param>
public sealed record BookingResponse(
    Guid Id, string Reference, long ShowingId, BookingStatus Status, long Amount, string Currency, DateTimeOffset ExpiresAt, string Email,
    IReadOnlyList<BookedSeatResponse> Seats)
{
    /// <summary>Only of a confirmed booking.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TicketResponse>? Tickets { get; init; }

    /// <summary>Only of a confirmed booking: until when its customer can give tickets back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CancellableUntil { get; init; }

    /// <summary>What goes or went back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RefundResponse>? Refunds { get; init; }

    /// <summary>The latest attempt to pay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentStateResponse? Payment { get; init; }
}

/// <summary>Where a booking stands. The seats of the first three are taken.</summary>
public enum BookingStatus
{
    /// <summary>Seats are kept until its time to pay is over; nothing has been captured.</summary>
    PendingPayment,

    /// <summary>Authorised in time; the capture is under way and expiry no longer applies.</summary>
    Confirming,

    /// <summary>Captured; those of its tickets that were not given back are valid.</summary>
    Confirmed,

    /// <summary>Not paid in time.</summary>
    Expired,

    /// <summary>Ended by us before it became tickets; nothing was captured, or it was given back.</summary>
    Refused,

    /// <summary>All tickets were given back and their money is on its way; or it was called off before it was paid.</summary>
    Cancelled,

    /// <summary>Cancelled, and the provider has confirmed that all the money went back.</summary>
    Refunded,
}

/// <param name="Index">Place in the layout.</param>
/// <param name="Label">Row and number, e.g. <c>H12</c>.</param>
/// <param name="Price">Whole units of the booking's currency.</param>
/// <param name="GivenBack">It is no longer the booking's.</param>
public sealed record BookedSeatResponse(int Index, string Row, int Number, string Label, Concession Concession, long Price, bool GivenBack);

/// <param name="From">Null for the first: the booking was placed.</param>
/// <param name="By">Who, e.g. <c>customer:{id}</c>.</param>
/// <param name="Why">A stable word, or what the staff wrote.</param>
public sealed record BookingEventResponse(BookingStatus? From, BookingStatus To, DateTimeOffset At, string By, string Why);

/// <summary>What a client sends to give tickets back; anything may be missing.</summary>
/// <param name="Seats">Their places in the layout; none named means all that the booking still has.</param>
/// <param name="Reason">Only of the staff, in their words.</param>
public sealed record CancelRequest(IReadOnlyList<int>? Seats, string? Reason);

/// <param name="Status">Of the booking now.</param>
/// <param name="RefundId">Null if nothing was paid yet.</param>
/// <param name="Amount">What goes back, in whole units of <paramref name="Currency"/>.</param>
/// <param name="Seats">Row and number of those given back.</param>
public sealed record CancellationResponse(Guid BookingId, BookingStatus Status, Guid? RefundId, long Amount, string Currency, IReadOnlyList<string> Seats);
