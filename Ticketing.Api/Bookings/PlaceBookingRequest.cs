using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Mails;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings;

/// <summary>What a client sends to book a hold; anything may be missing.</summary>
/// <param name="Language">Of mails and the payment page: <c>ko</c> or <c>en</c>.</param>
/// <param name="Seats">Those of the hold, each with whom it is for.</param>
sealed record PlaceBookingRequest(long? ShowingId, string? HoldId, string? Email, string? Language, IReadOnlyList<PlaceBookingSeat?>? Seats)
{
    /// <summary>False with the problem to answer.</summary>
    public bool TryRead([NotNullWhen(true)] out BookingOrder? order, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var errors = Errors().ToArray();
        problem = errors.Length > 0 ? Problem.Validation(errors) : null;
        order = errors.Length > 0 ? null : new BookingOrder(
            ShowingId!.Value, HoldId!, EmailAddress.Parse(Email)!, Language!, [.. Seats!.Select(seat => new OrderedSeat(seat!.Index!.Value, seat.Concession!.Value)).OrderBy(seat => seat.Index)]);
        return order is not null;
    }

    IEnumerable<(string Input, string Error)> Errors()
    {
        if (ShowingId is null)
            yield return ("showingId", "Required.");
        if (!Core.Seats.Holds.HoldId.IsGood(HoldId))
            yield return ("holdId", "A hold's id.");
        if (!EmailAddress.IsValid(Email))
            yield return ("email", "An e-mail address.");
        if (Language is not ("ko" or "en"))
            yield return ("language", "ko or en.");
        if (Seats is not { Count: > 0 } || Seats.Any(seat => seat is not { Index: not null, Concession: not null }))
            yield return ("seats", "At least one seat, each with index and concession.");
        else if (Seats.DistinctBy(seat => seat!.Index).Count() != Seats.Count)
            yield return ("seats", "Each seat once.");
    }
}

sealed record PlaceBookingSeat(int? Index, Concession? Concession);

/// <summary>A valid request.</summary>
/// <param name="Seats">In order of their places in the layout.</param>
sealed record BookingOrder(long ShowingId, string HoldId, string Email, string Language, IReadOnlyList<OrderedSeat> Seats)
{
    public string NormalizedEmail => EmailAddress.Normalize(Email);
}

/// <param name="Index">Place in the layout.</param>
sealed record OrderedSeat(int Index, Concession Concession);
