using System.Net;
using System.Net.Http.Json;

namespace Ticketing.Tests.EndToEnd;

/// <summary>Text that no database stores and identifiers that are none are the client's mistakes, not ours.</summary>
public sealed class BadTextTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [InlineData("/api/showings?date=2026-11-23&cinema=%00")]
    [InlineData("/api/showings?date=2026-11-23&film=%00")]
    public async Task Get_WhenAQueryHoldsANulCharacter_IsRefused(string path)
    {
        using var client = app.CreateClient("api");

        await client.GetAsync(path).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_request");
    }

    [Fact]
    public async Task Post_WhenABodyHoldsANulCharacter_IsRefused()
    {
        using var client = app.CreateClient("api");

        await client.PostAsJsonAsync("/api/accounts/login", new { email = "a\0@customers.example", password = "correct horse" })
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_request");
    }

    /// <summary>U+FFFE is no character: .NET normalizes no text that has it.</summary>
    [Fact]
    public async Task Login_WhenTheAddressHoldsWhatIsNoCharacter_IsRefused() =>
        await app.LoginAsync("a\uFFFE@customers.example", "correct horse battery").ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "login_failed");

    /// <summary>Who asks a program gets a problem document, whatever its client says that it takes.</summary>
    [Theory]
    [InlineData("api", "/api/nothing-here", HttpStatusCode.NotFound, "not_found")]
    [InlineData("api", "/api/showings?date=2026-11-23&cinema=%00", HttpStatusCode.BadRequest, "malformed_request")]
    [InlineData("api", "/api/bookings?page=two", HttpStatusCode.Unauthorized, "customer_required")]
    [InlineData("api", "/api/accounts/login", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("seat-holds", "/live/waiting-rooms?showing=NaN", HttpStatusCode.BadRequest, "malformed_request")]
    public async Task Get_WhenOnlyPagesAreAccepted_IsRefusedWithACode(string resource, string path, HttpStatusCode status, string code)
    {
        using var client = app.CreateClient(resource);
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        await client.GetAsync(path).ShouldBeProblemAsync(status, code);
    }
}
