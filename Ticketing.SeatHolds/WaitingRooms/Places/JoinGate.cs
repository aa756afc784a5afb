using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.SeatHolds.Challenges;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>Lets a client network join as often as people do, then for work, and then not before some time has passed.</summary>
sealed class JoinGate(CountedNetworks networks, JoinLimits limits, ProofOfWork challenges, WaitingRoomMetrics metrics)
{
    /// <summary>Why the customer may not join now; null if they may.</summary>
    /// <exception cref="WaitingRoomUnavailableException">Redis does not answer.</exception>
    public async Task<ProblemHttpResult?> RefuseAsync(long roomId, Customer customer, string? answer, HttpContext http)
    {
        var purpose = ProofOfWork.ToJoin(roomId, customer.Id);
        switch (await limits.TakeAsync(networks.NameOf(http), challenges.ProvenBits(answer, purpose)))
        {
            case JoinLimitResult.Challenge { Bits: var bits }:
                metrics.JoinRefused("challenge");
                return challenges.Ask(purpose, bits);
            case JoinLimitResult.Wait { For: var wait }:
                metrics.JoinRefused("rate");
                http.Response.RetryAfter(wait);
                return Problem.TooManyRequests(ProblemCodes.TooManyRequests, "Too many places are being taken from this network.");
            default:
                return null;
        }
    }
}
