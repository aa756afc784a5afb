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
}
