using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Sandbox.Inbox.Faults;
using Ticketing.Sandbox.Pages;
using Ticketing.Sandbox.Payments.Faults;

namespace Ticketing.Sandbox.Faults.Panel;

/// <summary>The switches for people. Whoever may see the page may use it, as with the ledger and the inbox; other sites may not.</summary>
static class PanelEndpoints
{
    static readonly PaymentFault PaymentExample = new(PaymentFaultKind.ErrorAfter, [ProviderVerb.Capture], Rate: 0);
    static readonly InboxFault MailExample = new(InboxFaultKind.Reply, SmtpMoment.End, Rate: 0, Reply: "451 4.3.0 Try again later");

    public static void MapFaultPanel(this IEndpointRouteBuilder routes)
    {
        var panel = routes.MapGroup("/switches").DisableAntiforgery().AsPages();
        panel.MapGet("/", (FaultBoard<PaymentFault> payments, FaultBoard<InboxFault> mails) => Page(payments, mails));
        panel.MapPost("/payments", Switch<PaymentFault>);
        panel.MapPost("/mails", Switch<InboxFault>);
    }

    static async Task<Results<RazorComponentResult<PanelPage>, SeeOther, StatusCodeHttpResult>> Switch<TRule>(
        HttpRequest request, [FromForm] string? plan, FaultBoard<TRule> board, FaultBoard<PaymentFault> payments, FaultBoard<InboxFault> mails)
        where TRule : class, IFaultRule
    {
        // Browsers say which site a form comes from.
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != $"{request.Scheme}://{request.Host}")
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);

        using var text = new MemoryStream(Encoding.UTF8.GetBytes(plan ?? ""));
        var (read, errors) = await FaultErrors.ReadPlanAsync<TRule>(text, request.HttpContext.RequestAborted);
        if (read is null || errors.Count > 0)
            return Page(payments, mails, [.. errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")]);

        board.Replace(read);
        return new SeeOther("/switches");
    }

    static RazorComponentResult<PanelPage> Page(FaultBoard<PaymentFault> payments, FaultBoard<InboxFault> mails, params string[] errors) => new(new
    {
        Sections = (PanelSection[])
        [
            PanelSection.Of("Payments", "/switches/payments", payments.State, PaymentExample),
            PanelSection.Of("Mails", "/switches/mails", mails.State, MailExample),
        ],
        Errors = errors,
    })
    {
        StatusCode = errors is [] ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
    };
}

/// <summary>One kind of switches as the page shows them.</summary>
/// <param name="Plan">What stands in the box: the switches that are on, or an example that never strikes.</param>
public sealed record PanelSection(string Title, string Action, string Plan, IReadOnlyList<PanelRule> Rules)
{
    static readonly JsonSerializerOptions Indented = new(FaultJson.Options) { WriteIndented = true };

    internal static PanelSection Of<TRule>(string title, string action, FaultState<TRule> state, TRule example)
        where TRule : class, IFaultRule
    {
        var plan = new FaultPlan<TRule>(state.Rules.Count == 0 ? [example] : [.. state.Rules.Select(on => on.Rule)], state.Seed);
        return new PanelSection(
            title, action, JsonSerializer.Serialize(plan, Indented),
            [.. state.Rules.Select(on => new PanelRule(JsonSerializer.Serialize(on.Rule, FaultJson.Options), on.Met, on.Struck))]);
    }
}

/// <param name="Rule">In JSON.</param>
public sealed record PanelRule(string Rule, int Met, int Struck);
