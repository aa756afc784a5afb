using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Bookings;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings.Cancelling;

/// <summary>What a client sends to give tickets back; anything may be missing.</summary>
/// <param name="Seats">Their places in the layout; none named means all that the booking still has.</param>
/// <param name="Reason">Only of the staff, in their words.</param>
sealed record CancelRequest(IReadOnlyList<int>? Seats, string? Reason)
{
    /// <summary>False with the problem to answer.</summary>
    public bool TryRead([NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = Seats is { Count: 0 } ? Problem.Validation(("seats", "At least one, or left out for all.")) : null;
        return problem is null;
    }

    /// <summary>False with the problem to answer.</summary>
    public bool TryReadReason([NotNullWhen(true)] out string? reason, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        reason = Reason?.Trim() is { Length: > 0 and <= BookingEvent.LongestWhy } said ? said : null;
        problem = reason is null ? Problem.Validation(("reason", $"1 to {BookingEvent.LongestWhy} characters.")) : null;
        return reason is not null;
    }
}
