using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Ticketing.Tests.Seats;

/// <summary>Holding seats as clients meet it.</summary>
public sealed class HoldEndpointTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [InlineData("""{}""", "validation_failed")]
    [InlineData("""{"seats":null,"bestAvailable":null}""", "validation_failed")]
    [InlineData("""{"seats":[0],"bestAvailable":{"count":1}}""", "validation_failed")]
    [InlineData("""{"bestAvailable":{"count":0}}""", "validation_failed")]
    [InlineData("""{"bestAvailable":{"count":-1}}""", "validation_failed")]
    [InlineData("""{"bestAvailable":{"count":9}}""", "too_many_seats")]
    [InlineData("""{"bestAvailable":{"count":2,"wheelchairs":3}}""", "validation_failed")]
    [InlineData("""{"bestAvailable":{"count":2,"wheelchairs":-1}}""", "validation_failed")]
    [InlineData("""{"bestAvailable":{"count":2,"zone":"balcony"}}""", "malformed_request")]
    [InlineData("""{"bestAvailable":{"count":2,"zone":77}}""", "validation_failed")]
    [InlineData("""{"bestAvailable":{"count":99999999999}}""", "malformed_request")]
    [InlineData("""{"seats":"all"}""", "malformed_request")]
    public async Task Hold_WhenTheRequestIsWrong_SaysWhatIs(string body, string code)
    {
        var showing = await app.GivenShowingAsync();
        using var client = (await app.GivenCustomerAsync()).SeatHolds;

        await PostAsync(client, showing.Id, body).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData("long")]
    public async Task Hold_WhenTheKeyIsWrong_SaysSo(string key)
    {
        var showing = await app.GivenShowingAsync();
        using var client = (await app.GivenCustomerAsync()).SeatHolds;

        var answer = await PostAsync(client, showing.Id, """{"seats":[0]}""", key == "long" ? new string('k', 101) : key);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Hold_WhenRepeatedWithItsKey_AnswersTheSameHold()
    {
        var showing = await app.GivenShowingAsync();
        using var client = (await app.GivenCustomerAsync()).SeatHolds;

        var first = await HeldAsync(await PostAsync(client, showing.Id, """{"seats":[3,2]}""", "a-key"));
        var again = await HeldAsync(await PostAsync(client, showing.Id, """{"seats":[2,3]}""", "a-key"));

        again.GetProperty("holdId").GetString().ShouldBe(first.GetProperty("holdId").GetString());
        again.GetProperty("version").GetString().ShouldBe(first.GetProperty("version").GetString());
        await PostAsync(client, showing.Id, """{"seats":[4,5]}""", "a-key").ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task Hold_WhenTheBestAreAskedFor_NamesThem()
    {
        var showing = await app.GivenShowingAsync(seats: 60);
        using var client = (await app.GivenCustomerAsync()).SeatHolds;

        var hold = await HeldAsync(await PostAsync(client, showing.Id, """{"bestAvailable":{"count":2}}"""));

        hold.GetProperty("seats").EnumerateArray().Select(seat => seat.GetInt32()).ShouldBe([29, 30]);
        hold.GetProperty("renewableUntil").GetDateTimeOffset().ShouldBeGreaterThan(hold.GetProperty("expiresAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Hold_WhenASingleSeatWouldBeLeft_NamesIt()
    {
        var showing = await app.GivenShowingAsync();
        using var client = (await app.GivenCustomerAsync()).SeatHolds;

        var problem = await PostAsync(client, showing.Id, """{"seats":[1,2]}""").ShouldBeProblemAsync(HttpStatusCode.Conflict, "orphan_seat");

        problem.GetProperty("seats").EnumerateArray().Select(seat => seat.GetInt32()).ShouldBe([0]);
    }

    [Fact]
    public async Task Hold_WhenTooFewSeatsAreFree_SaysSo()
    {
        var showing = await app.GivenShowingAsync(seats: 2);
        using var client = (await app.GivenCustomerAsync()).SeatHolds;

        await PostAsync(client, showing.Id, """{"bestAvailable":{"count":3}}""").ShouldBeProblemAsync(HttpStatusCode.Conflict, "not_enough_seats");
        await PostAsync(client, showing.Id, """{"bestAvailable":{"count":1,"wheelchairs":1}}""")
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "not_enough_seats");
    }

    [Fact]
    public async Task Renewal_WhenHoldIsOnesOwn_MovesItsEnd()
    {
        var showing = await app.GivenShowingAsync();
        using var client = (await app.GivenCustomerAsync()).SeatHolds;
        var hold = await HeldAsync(await PostAsync(client, showing.Id, """{"seats":[0]}"""));
        var path = $"/api/showings/{showing.Id}/holds/{hold.GetProperty("holdId").GetString()}/renewal";

        using var renewal = await client.PostAsync(path, content: null);

        renewal.StatusCode.ShouldBe(HttpStatusCode.OK);
        var renewed = await renewal.Content.ReadFromJsonAsync<JsonElement>();
        renewed.GetProperty("expiresAt").GetDateTimeOffset().ShouldBeGreaterThan(hold.GetProperty("expiresAt").GetDateTimeOffset());
        using var stranger = (await app.GivenCustomerAsync()).SeatHolds;
        await stranger.PostAsync(path, content: null).ShouldBeProblemAsync(HttpStatusCode.NotFound, "hold_not_found");
    }

    [Fact]
    public async Task Renewal_WhenThereIsNoMoreTime_IsRefused()
    {
        var showing = await app.GivenShowingAsync(cutoffIn: TimeSpan.FromMinutes(1));
        using var client = (await app.GivenCustomerAsync()).SeatHolds;
        var hold = await HeldAsync(await PostAsync(client, showing.Id, """{"seats":[0]}"""));

        await client.PostAsync($"/api/showings/{showing.Id}/holds/{hold.GetProperty("holdId").GetString()}/renewal", content: null)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "hold_not_renewable");
    }

    static async Task<HttpResponseMessage> PostAsync(HttpClient client, long showingId, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/showings/{showingId}/holds")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    static async Task<JsonElement> HeldAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}
