using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>Switches faults on and off.</summary>
static class FaultSteps
{
    /// <summary>Adds a switch for payments, and answers its id.</summary>
    /// <param name="rule">In JSON.</param>
    public static Task<string> GivenFaultAsync(this SandboxProcess sandbox, string rule) => sandbox.GivenRuleAsync("/faults", rule);

    /// <summary>Adds a switch for mails, and answers its id.</summary>
    public static Task<string> GivenInboxFaultAsync(this SandboxProcess sandbox, string rule) => sandbox.GivenRuleAsync("/inbox/faults", rule);

    /// <summary>The next such request about the checkout is answered with 500, whether it was done or not.</summary>
    public static Task<string> FailNextAsync(this SandboxProcess sandbox, string checkoutId, string verb, bool afterEffect) => sandbox.GivenFaultAsync(
        $$"""{"fault":"{{(afterEffect ? "errorAfter" : "errorBefore")}}","verbs":["{{verb}}"],"checkout":"{{checkoutId}}","times":1}""");

    public static Task<string> RefuseNextAsync(this SandboxProcess sandbox, string checkoutId, string verb, string code, int times = 1) => sandbox.GivenFaultAsync(
        $$"""{"fault":"refuse","verbs":["{{verb}}"],"checkout":"{{checkoutId}}","code":"{{code}}","times":{{times}}}""");

    public static Task<HttpResponseMessage> PutFaultsAsync(this SandboxProcess sandbox, string path, string plan) =>
        sandbox.Merchant.PutAsync(path, new StringContent(plan));

    /// <summary>How often a switch struck.</summary>
    public static async Task<int> StruckAsync(this SandboxProcess sandbox, string id, string path = "/faults")
    {
        var state = (await sandbox.Merchant.GetFromJsonAsync<JsonObject>(path))!;
        return state["rules"]!.AsArray().Single(rule => rule!["id"]!.GetValue<string>() == id)!["struck"]!.GetValue<int>();
    }

    static async Task<string> GivenRuleAsync(this SandboxProcess sandbox, string path, string rule)
    {
        using var answer = await sandbox.Merchant.PostAsync($"{path}/rules", new StringContent(rule));
        var said = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, said);
        return JsonNode.Parse(said)!["id"]!.GetValue<string>();
    }
}
