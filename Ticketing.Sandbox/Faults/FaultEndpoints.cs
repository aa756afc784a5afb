using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Sandbox.Payments.Api;

namespace Ticketing.Sandbox.Faults;

/// <summary>Switches over HTTP, for whoever has the merchant's key, be it revoked.</summary>
static class FaultEndpoints
{
    public static void MapFaults<TRule>(this IEndpointRouteBuilder routes, string path)
        where TRule : class, IFaultRule
    {
        var faults = routes.MapGroup(path).AddEndpointFilter<MerchantOnly>();
        faults.MapGet("/", Show<TRule>);
        faults.MapPut("/", Replace<TRule>);
        faults.MapDelete("/", Clear<TRule>);
        faults.MapPost("/rules", Add<TRule>);
        faults.MapDelete("/rules/{id}", Remove<TRule>);
    }

    static JsonHttpResult<FaultState<TRule>> Show<TRule>(FaultBoard<TRule> board)
        where TRule : class, IFaultRule => TypedResults.Json(board.State, FaultJson.Options);

    static async Task<Results<JsonHttpResult<FaultState<TRule>>, ProblemHttpResult>> Replace<TRule>(HttpRequest request, FaultBoard<TRule> board)
        where TRule : class, IFaultRule
    {
        var (plan, errors) = await FaultErrors.ReadPlanAsync<TRule>(request.Body, request.HttpContext.RequestAborted);
        if (plan is null || errors.Count > 0)
            return ProviderProblems.ValidationFailed(errors);

        board.Replace(plan);
        return Show(board);
    }

    /// <summary>Leaves the other switches as they are, so that tests can share a sandbox.</summary>
    static async Task<Results<JsonHttpResult<FaultRuleState<TRule>>, ProblemHttpResult>> Add<TRule>(HttpRequest request, FaultBoard<TRule> board)
        where TRule : class, IFaultRule
    {
        var (rule, errors) = await FaultErrors.ReadRuleAsync<TRule>(request.Body, request.HttpContext.RequestAborted);
        return rule is null || errors.Count > 0
            ? ProviderProblems.ValidationFailed(errors)
            : TypedResults.Json(new FaultRuleState<TRule>(board.Add(rule), rule, 0, 0), FaultJson.Options, statusCode: StatusCodes.Status201Created);
    }

    static NoContent Clear<TRule>(FaultBoard<TRule> board)
        where TRule : class, IFaultRule
    {
        board.Replace(new FaultPlan<TRule>([]));
        return TypedResults.NoContent();
    }

    static Results<NoContent, NotFound> Remove<TRule>(string id, FaultBoard<TRule> board)
        where TRule : class, IFaultRule => board.Remove(id) ? TypedResults.NoContent() : TypedResults.NotFound();
}
