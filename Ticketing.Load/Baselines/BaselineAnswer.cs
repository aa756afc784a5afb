using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Load.Baselines;

static class BaselineAnswer
{
    public static Results<ContentHttpResult, Conflict> Of(bool held, string holdId) =>
        held ? TypedResults.Text(holdId, statusCode: StatusCodes.Status201Created) : TypedResults.Conflict();
}
