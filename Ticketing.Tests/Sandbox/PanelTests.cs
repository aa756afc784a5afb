using System.Net;

namespace Ticketing.Tests.Sandbox;

/// <summary>The switches as people use them.</summary>
public sealed class PanelTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    [Fact]
    public async Task Switch_WhenAPlanIsSent_IsOnAndShown()
    {
        using var answer = await PostAsync("payments", """{"rules":[{"fault":"refuse","verbs":["refund"],"code":"from_the_panel"}]}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await sandbox.Merchant.GetStringAsync("/faults")).ShouldContain("from_the_panel");
        (await sandbox.Browser.GetStringAsync("/switches")).ShouldContain("struck 0 of 0");
    }

    [Fact]
    public async Task Switch_WhenThePlanMakesNoSense_SaysWhy()
    {
        using var answer = await PostAsync("mails", """{"rules":[{"fault":"explode","at":"end"}]}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("rules[0].fault: One of reply, slow, drop.");
    }

    [Fact]
    public async Task Switch_WhenAnotherSiteSendsIt_IsRefused()
    {
        using var answer = await PostAsync("payments", """{"rules":[{"fault":"decline"}]}""", origin: "http://evil.example");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await sandbox.Merchant.GetStringAsync("/faults")).ShouldNotContain("decline");
    }

    async Task<HttpResponseMessage> PostAsync(string kind, string plan, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/switches/{kind}")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["plan"] = plan }),
        };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await sandbox.Browser.SendAsync(request);
    }
}
