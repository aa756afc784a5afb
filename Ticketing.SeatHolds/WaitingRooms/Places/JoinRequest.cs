namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <param name="ChallengeAnswer">When a challenge was required; see <see cref="Challenges.ProofOfWork"/>.</param>
sealed record JoinRequest(string? ChallengeAnswer);

/// <param name="Token">Send it as <c>Waiting-Room-Place</c> to ask for the place.</param>
sealed record JoinResponse(
    string Token, string State, long Place, long Ahead, int? EstimatedSeconds, double PollAfterSeconds, DateTimeOffset? OpensAt)
{
    public static JoinResponse Of(string token, PlaceStatus status) => new(
        token, PlaceStatusJson.Name(status.State), status.Place, status.Ahead, status.EstimatedSeconds, status.PollAfterSeconds, status.OpensAt);
}
