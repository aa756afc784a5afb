using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Ticketing.Core.Problems;

namespace Ticketing.Tests.Edges;

public sealed class ProblemsTests
{
    static readonly int[] Taken = [1];

    sealed record Request(int Seat);

    [Theory]
    [InlineData("{ not json", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("""{"seat":"twelve"}""", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("""{"seat":1}""", HttpStatusCode.Conflict, "seat_taken")]
    [InlineData("""{"seat":2}""", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("""{"seat":3}""", HttpStatusCode.InternalServerError, "internal_error")]
    public Task Post_WithABody_IsDescribed(string body, HttpStatusCode status, string code) =>
        ShouldAnswerAsync(HttpMethod.Post, "/seats", new StringContent(body, Encoding.UTF8, "application/json"), status, code);

    [Fact]
    public Task Post_WithAHugeBody_IsTooLarge() => ShouldAnswerAsync(
        HttpMethod.Post,
        "/seats",
        new StringContent($$"""{"seat":12,"note":"{{new string('x', 65 * 1024)}}"}""", Encoding.UTF8, "application/json"),
        HttpStatusCode.RequestEntityTooLarge,
        "body_too_large");

    [Fact]
    public Task Post_OfAnotherMediaType_IsUnsupported() =>
        ShouldAnswerAsync(HttpMethod.Post, "/seats", new StringContent("seat=1"), HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

    [Theory]
    [InlineData("utf-8", HttpStatusCode.Conflict, "seat_taken")]
    [InlineData("\"utf-8\"", HttpStatusCode.Conflict, "seat_taken")]
    [InlineData("\"UTF-8\"", HttpStatusCode.Conflict, "seat_taken")]
    [InlineData("\"\"", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("klingon", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("utf-7", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    public async Task Post_WithACharset_IsReadByItOrRefused(string charset, HttpStatusCode status, string code)
    {
        using var content = new StringContent("""{"seat":1}""");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"application/json; charset={charset}");

        await ShouldAnswerAsync(HttpMethod.Post, "/seats", content, status, code);
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/seats", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("/seats/twelve", HttpStatusCode.BadRequest, "malformed_request")]
    public Task Get_OfWhatIsNotThere_IsDescribed(string path, HttpStatusCode status, string code) =>
        ShouldAnswerAsync(HttpMethod.Get, path, content: null, status, code);

    [Fact]
    public async Task InternalError_DoesNotTellWhatHappened()
    {
        var problem = await SendAsync(HttpMethod.Post, "/seats", new StringContent("""{"seat":3}""", Encoding.UTF8, "application/json"));

        problem.Body.GetRawText().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Conflict_NamesTheTakenSeats()
    {
        var problem = await SendAsync(HttpMethod.Post, "/seats", new StringContent("""{"seat":1}""", Encoding.UTF8, "application/json"));

        problem.Body.GetProperty("title").GetString().ShouldBe("The seat is taken.");
        problem.Body.GetProperty("status").GetInt32().ShouldBe(409);
        problem.Body.GetProperty("seats").GetRawText().ShouldBe("[1]");
    }

    [Fact]
    public async Task Validation_NamesTheInputs()
    {
        var problem = await SendAsync(HttpMethod.Post, "/seats", new StringContent("""{"seat":2}""", Encoding.UTF8, "application/json"));

        problem.Body.GetProperty("errors").GetRawText().ShouldBe("""{"seat":["Not two.","Not even."],"email":["Missing."]}""");
    }

    static async Task ShouldAnswerAsync(HttpMethod method, string path, HttpContent? content, HttpStatusCode status, string code)
    {
        var problem = await SendAsync(method, path, content);
        problem.Status.ShouldBe(status);
        problem.MediaType.ShouldBe("application/problem+json");
        problem.Body.GetProperty("code").GetString().ShouldBe(code);
    }

    static async Task<(HttpStatusCode Status, string? MediaType, JsonElement Body)> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        await using var service = await TestService.StartAsync(builder => builder.AddProblems(), app =>
        {
            app.UseProblems();
            app.MapGet("/seats/{seat:required}", (int seat) => seat);
            app.MapPost("/seats", (Request request) => request.Seat switch
            {
                1 => Problem.Conflict("seat_taken", "The seat is taken.", ("seats", Taken)),
                2 => Problem.Validation(("seat", "Not two."), ("seat", "Not even."), ("email", "Missing.")),
                _ => throw new InvalidOperationException("A secret."),
            });
        });
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, JsonDocument.Parse(body).RootElement);
    }
}
