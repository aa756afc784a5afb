using Ticketing.Core.Customers;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>Tells people from programs when they join. Register another one to have joins challenged.</summary>
interface IChallenge
{
    /// <param name="answer">What the client sent as <c>challengeAnswer</c>.</param>
    ValueTask<bool> IsPassedAsync(Customer customer, Room room, string? answer, CancellationToken ct);
}

/// <summary>Challenges nobody: one place per customer, and limits by customer and address, are what keeps programs at bay.</summary>
sealed class NoChallenge : IChallenge
{
    public ValueTask<bool> IsPassedAsync(Customer customer, Room room, string? answer, CancellationToken ct) => ValueTask.FromResult(true);
}
