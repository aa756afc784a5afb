using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Api.DeadLetters;

static class BrokerUnavailable
{
    public static ProblemHttpResult Problem() =>
        Core.Problems.Problem.Unavailable("broker_unavailable", "The message broker did not confirm; nothing was lost, and it can be tried again.");
}
