using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

[Trait("Category", "Security")]
public sealed class AnswerHeadersTests
{
    [Theory]
    [Trait("Asvs", "V14.4.5")]
    [InlineData("/", "https", true)]
    [InlineData("/broken", "https", true)]
    [InlineData("/nothing", "https", true)]
    [InlineData("/", "http", false)]
    public async Task Answer_InProduction_DemandsTlsFromThenOnIfItCameByTls(string path, string scheme, bool isDemanded)
    {
        await using var service = await StartAsync();

        using var answer = await AskAsync(service, path, scheme);

        var value = answer.Headers.TryGetValues("Strict-Transport-Security", out var said) ? said.Single() : null;
        value.ShouldBe(isDemanded ? "max-age=63072000; includeSubDomains" : null);
    }

    [Theory]
    [Trait("Asvs", "V14.4.4")]
    [InlineData("/", 200)]
    [InlineData("/broken", 500)]
    [InlineData("/nothing", 404)]
    public async Task Answer_OfAnExceptionToo_IsNotKeptAndNotGuessedAt(string path, int status)
    {
        await using var service = await StartAsync();

        using var answer = await AskAsync(service, path, "http");

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
    }

    [Fact]
    [Trait("Asvs", "V8.2.1")]
    public async Task Answer_ThatSaysThatItMayBeKept_IsLeftAlone()
    {
        await using var service = await StartAsync();

        using var answer = await AskAsync(service, "/kept", "http");

        answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=60");
    }

    static Task<TestService> StartAsync() => TestService.StartAsync(
        builder =>
        {
            builder.AddServiceDefaults();
            builder.AddProblems();
        },
        app =>
        {
            app.UseProblems();
            app.MapGet("/", () => "here");
            app.MapGet("/broken", IResult () => throw new InvalidOperationException("Broken."));
            app.MapGet("/kept", (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=60";
                return "kept";
            });
        },
        ("TrustedProxies:0", "127.0.0.0/8"), ("Shutdown:Notice", "00:00:00"));

    static async Task<HttpResponseMessage> AskAsync(TestService service, string path, string scheme)
    {
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        return await client.GetAsync(path);
    }
}
