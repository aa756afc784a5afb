using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

[Trait("Category", "Security")]
[Trait("Asvs", "V14.1.3")]
public sealed class AllowedHostsTests
{
    const int Own = 0;
    const int Management = 1;

    [Theory]
    [InlineData(null, "localhost", HttpStatusCode.OK)]
    [InlineData(null, "127.0.0.1:8080", HttpStatusCode.OK)]
    [InlineData(null, "[::1]", HttpStatusCode.OK)]
    [InlineData(null, "www.ticketing.example", HttpStatusCode.BadRequest)]
    [InlineData("www.ticketing.example;api", "www.ticketing.example", HttpStatusCode.OK)]
    [InlineData("www.ticketing.example;api", "api:8080", HttpStatusCode.OK)]
    [InlineData("www.ticketing.example;api", "evil.example", HttpStatusCode.BadRequest)]
    [InlineData("www.ticketing.example;api", "www.ticketing.example.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("www.ticketing.example;api", "localhost", HttpStatusCode.BadRequest)]
    public async Task Request_ByAName_IsAnsweredIfTheNameIsOurs(string? allowed, string host, HttpStatusCode status)
    {
        await using var service = await StartAsync(allowed);

        (await AskAsync(service, Own, "/", host)).ShouldBe(status);
    }

    [Fact]
    public async Task Management_ByWhateverName_IsAnswered()
    {
        await using var service = await StartAsync("www.ticketing.example");

        (await AskAsync(service, Management, "/alive", "10.1.2.3:8081")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("www.ticketing.example; *")]
    [InlineData("0.0.0.0")]
    [InlineData("www.ticketing.example;[::]")]
    public void Service_WithEveryHostAllowed_DoesNotStartInProduction(string allowed)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("AllowedHosts", allowed)]);

        Should.Throw<InvalidOperationException>(builder.AddServiceDefaults).Message.ShouldContain("AllowedHosts");
    }

    /// <summary>The names by which the ingress sends requests on, and what the services call each other.</summary>
    [Theory]
    [InlineData("dev", "dev.ticketing-internal.example")]
    [InlineData("prod", "www.ticketing.example;seoul.ticketing.example")]
    [InlineData("dr", "www.ticketing.example;singapore.ticketing.example")]
    public void Manifests_OfEachEnvironment_NameTheHosts(string environment, string names)
    {
        Settings.InTheOpen("web", environment)["AllowedHosts"].ShouldBe(names);
        Settings.InTheOpen("api", environment)["AllowedHosts"].ShouldBe($"{names};api");
        Settings.InTheOpen("seat-holds", environment)["AllowedHosts"].ShouldBe($"{names};seat-holds");
        Settings.IngressHosts(environment).Order().ShouldBe(names.Split(';').Order());
    }

    static Task<TestService> StartAsync(string? allowed) => TestService.StartAsync(
        builder => builder.AddServiceDefaults(),
        app => app.MapGet("/", () => "here"),
        [
            ("MANAGEMENT_PORT", FreePort.Find().ToString(CultureInfo.InvariantCulture)), ("Shutdown:Notice", "00:00:00"),
            .. allowed is null ? ((string, string)[])[] : [("AllowedHosts", allowed)],
        ]);

    static async Task<HttpStatusCode> AskAsync(TestService service, int address, string path, string host)
    {
        using var client = service.CreateClient(address);
        client.DefaultRequestHeaders.Host = host;
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
