using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Mails;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings;

/// <summary>Of what a client sends to book a hold; anything may be missing.</summary>
static class PlaceBookingRequests
{
    /// <summary>False with the problem to answer.</summary>
    public static bool TryRead(
        this PlaceBookingRequest request, [NotNullWhen(true)] out BookingOrder? order, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var errors = Errors(request).ToArray();
        problem = errors.Length > 0 ? Problem.Validation(errors) : null;
        order = errors.Length > 0 ? null : new BookingOrder(
            request.ShowingId!.Value, request.HoldId!, request.Email!.Trim(), request.Language!,
            [.. request.Seats!.Select(seat => new OrderedSeat(seat!.Index!.Value, seat.Concession!.Value)).OrderBy(seat => seat.Index)]);
        return order is not null;
    }

    static IEnumerable<(string Input, string Error)> Errors(PlaceBookingRequest request)
    {
        if (request.ShowingId is null)
            yield return ("showingId", "Required.");
        if (!Core.Seats.HoldId.IsGood(request.HoldId))
            yield return ("holdId", "A hold's id.");
        if (!EmailAddress.IsValid(request.Email?.Trim()))
            yield return ("email", "An e-mail address.");
        if (request.Language is not ("ko" or "en"))
            yield return ("language", "ko or en.");
        if (request.Seats is not { Count: > 0 } seats || seats.Any(seat => seat is not { Index: not null, Concession: not null }))
            yield return ("seats", "At least one seat, each with index and concession.");
        else if (seats.DistinctBy(seat => seat!.Index).Count() != seats.Count)
            yield return ("seats", "Each seat once.");
    }
}

/// <summary>A valid request.</summary>
/// <param name="Seats">In order of their places in the layout.</param>
sealed record BookingOrder(long ShowingId, string HoldId, string Email, string Language, IReadOnlyList<OrderedSeat> Seats)
{
    /// <summary>By which limits count: nobody gets more seats by another spelling.</summary>
    public string NormalizedEmail => Email.ToLowerInvariant();
}

/// <param name="Index">Place in the layout.</param>
sealed record OrderedSeat(int Index, Concession Concession);
