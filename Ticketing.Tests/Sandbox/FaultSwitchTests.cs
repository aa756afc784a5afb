using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Sandbox;

/// <summary>The switches themselves. Each test has a sandbox of its own, since they are everybody's.</summary>
public sealed class FaultSwitchTests : IAsyncLifetime
{
    readonly SandboxProcess sandbox = new();

    public Task InitializeAsync() => sandbox.InitializeAsync();

    public Task DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task Put_WhenByRate_StrikesThatShareTheSameWayForOneSeed()
    {
        const string plan = """{"seed":7,"rules":[{"fault":"errorBefore","verbs":["list"],"rate":0.3}]}""";

        var first = await StrikesAsync(plan);
        var second = await StrikesAsync(plan);
        var other = await StrikesAsync(plan.Replace("7", "8", StringComparison.Ordinal));

        second.ShouldBe(first);
        other.ShouldNotBe(first);
        first.Count(struck => struck).ShouldBeInRange(40, 80);
    }

    [Fact]
    public async Task Delete_WhenSwitchesAreOn_ClearsThem()
    {
        var one = await sandbox.GivenFaultAsync("""{"fault":"errorBefore","verbs":["list"]}""");
        await sandbox.GivenFaultAsync("""{"fault":"refuse","verbs":["list"],"status":418}""");

        (await ListAsync()).ShouldBe(HttpStatusCode.InternalServerError);
        (await sandbox.Merchant.DeleteAsync($"/faults/rules/{one}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await sandbox.Merchant.DeleteAsync($"/faults/rules/{one}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ListAsync()).ShouldBe((HttpStatusCode)418);
        (await sandbox.Merchant.DeleteAsync("/faults")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ListAsync()).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/faults", """{"rules":[{"fault":"explode"}]}""", "rules[0].fault", "One of delay, errorBefore, errorAfter,")]
    [InlineData("/faults", """{"rules":[{"fault":"errorBefore","verbs":["pay"]}]}""", "rules[0].verbs[0]", "One of create, find, list, capture, cancel, refund.")]
    [InlineData("/faults", """{"rules":[{"fault":"errorBefore"},{"fault":"delay"}]}""", "rules[1].delay", "Needed by delay")]
    [InlineData("/faults", """{"rules":[{"fault":"errorBefore","rate":1.1}]}""", "rules[0].rate", "0 to 1.")]
    [InlineData("/faults", """{"rules":[{"fault":"errorBefore","times":0}]}""", "rules[0].times", "1 or more.")]
    [InlineData("/faults", """{"rules":[{"fault":"decline","verbs":["create"]}]}""", "rules[0].verbs", "only of faults of requests")]
    [InlineData("/faults", """{"rules":[{"fault":"decline","events":["captured"]}]}""", "rules[0].events", "only of faults of webhooks")]
    [InlineData("/faults", """{"rules":[{"fault":"webhookLost","events":["paid"]}]}""", "rules[0].events[0]", "One of created, authorized,")]
    [InlineData("/faults", """{"rules":[{"fault":"webhookLost","copies":2}]}""", "rules[0].copies", "only of webhookDuplicate")]
    [InlineData("/faults", """{"rules":[{"fault":"refuse","status":500}]}""", "rules[0].status", "400 to 499")]
    [InlineData("/faults", """{"rules":[{"fault":"errorBefore","code":"x"}]}""", "rules[0].code", "only of refuse")]
    [InlineData("/faults", """{"rules":[{"fault":"errorBefore","mail":"a@b.c"}]}""", "rules[0].mail", "mail")]
    [InlineData("/faults", """{"seed":1}""", "", "rules")]
    [InlineData("/faults", "null", "", "null is no plan.")]
    [InlineData("/faults", "{", "", "")]
    [InlineData("/inbox/faults", """{"rules":[{"fault":"reply","at":"kept","reply":"451 no"}]}""", "rules[0].at", "A reply is given at")]
    [InlineData("/inbox/faults", """{"rules":[{"fault":"reply","at":"mail"}]}""", "rules[0].reply", "a code from 400 to 599")]
    [InlineData("/inbox/faults", """{"rules":[{"fault":"reply","at":"mail","reply":"250 OK"}]}""", "rules[0].reply", "a code from 400 to 599")]
    [InlineData("/inbox/faults", """{"rules":[{"fault":"reply","at":"mail","reply":"451 no\r\n250 yes"}]}""", "rules[0].reply", "ASCII")]
    [InlineData("/inbox/faults", """{"rules":[{"fault":"slow","at":"end"}]}""", "rules[0].delay", "Needed by slow")]
    [InlineData("/inbox/faults", """{"rules":[{"fault":"drop","at":"mail","recipient":"a@b.c"}]}""", "rules[0].recipient", "Not known yet")]
    [InlineData("/inbox/faults", """{"rules":[{"fault":"drop","at":"never"}]}""", "rules[0].at", "One of connect, mail, rcpt, data, text, end, kept.")]
    public async Task Put_WhenARuleMakesNoSense_SaysWhichAndWhy(string path, string plan, string field, string reason)
    {
        using var answer = await sandbox.PutFaultsAsync(path, plan);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        problem["code"]!.GetValue<string>().ShouldBe("validation_failed");
        var error = problem["errors"]!.AsObject().ShouldHaveSingleItem();
        error.Key.ShouldBe(field);
        error.Value![0]!.GetValue<string>().ShouldContain(reason);
        (await sandbox.Merchant.GetFromJsonAsync<JsonObject>(path))!["rules"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/faults")]
    [InlineData("/inbox/faults")]
    [InlineData("/revocation")]
    public async Task Get_WhenWithoutTheKey_IsRefused(string path) =>
        await (await sandbox.Browser.GetAsync(path)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_key");

    [Fact]
    public async Task Revocation_WhenTheKeyIsRevoked_HoldsAcrossRestartsUntilItIsTakenBack()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        (await sandbox.Merchant.PutAsync("/revocation", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await sandbox.KillAsync();
        await sandbox.StartAsync();

        await (await sandbox.CancelAsync(checkout.Id)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_key");
        (await sandbox.Merchant.GetAsync($"/v1/checkouts/{checkout.Id}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await sandbox.Merchant.GetFromJsonAsync<JsonObject>("/revocation"))!["revoked"]!.GetValue<bool>().ShouldBeTrue();

        await sandbox.Merchant.DeleteAsync("/revocation");
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("open");
    }

    async Task<bool[]> StrikesAsync(string plan)
    {
        (await sandbox.PutFaultsAsync("/faults", plan)).EnsureSuccessStatusCode();
        var strikes = new bool[200];
        for (var i = 0; i < strikes.Length; i++)
            strikes[i] = await ListAsync() == HttpStatusCode.InternalServerError;
        return strikes;
    }

    async Task<HttpStatusCode> ListAsync()
    {
        using var answer = await sandbox.Merchant.GetAsync("/v1/checkouts");
        return answer.StatusCode;
    }
}
