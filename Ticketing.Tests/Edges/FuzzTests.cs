using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Edges;

/// <summary>
/// No request makes a service fail: of every operation in the OpenAPI documents some dozens with something odd in them, the same in
/// every run. Whatever is refused is told so by a code, and changes nothing.
/// </summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V5.1.3")]
public sealed class FuzzTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const int Seed = 20261203;
    const int PerOperation = 40;
    const int AtOnce = 8;

    /// <summary>Refusals before an operation has seen the request.</summary>
    static readonly string?[] OutsideOfHandlers =
        ["malformed_request", "unsupported_media_type", "body_too_large", "not_found", "method_not_allowed", "customer_required", "forbidden", "too_many_requests"];

    /// <summary>What may happen on a busy machine, and is documented.</summary>
    static readonly string?[] NotNow = ["holds_unavailable", "waiting_room_unavailable", "too_many_streams", "payment_unavailable", "broker_unavailable"];

    readonly ConcurrentBag<Answer> answers = [];
    readonly int run = Random.Shared.Next(0x10000);
    int sent;

    /// <summary>Of how many refused requests it was seen that they changed nothing.</summary>
    int unchanged;

    [Fact]
    public async Task Api_WhateverIsAsked_DoesNotFail()
    {
        var (showing, ofStaff) = (await app.GivenShowingAsync(), await app.GivenShowingAsync());
        // What a cancellation sets going goes on after its answer: it has a showing and a booking of its own.
        var cancelled = await app.GivenShowingAsync();
        var (owner, other) = (await app.GivenCustomerAsync(), await app.GivenCustomerAsync());
        var booking = await owner.BooksAsync(await owner.HoldsAsync(showing.Id, 0, 1));
        var hold = await owner.HoldsAsync(showing.Id, 2, 3);
        var bookingOfStaff = await other.BooksAsync(await other.HoldsAsync(ofStaff.Id, 0, 1));
        var cancelledBooking = await owner.BooksAsync(await owner.HoldsAsync(cancelled.Id, 0, 1));
        var (_, admin) = await app.GivenAdminAsync();
        var member = await app.GivenPersonAsync(Roles.Staff);
        var (session, leaving) = (await member.LogInAsync(), await member.SignInAsync());
        var lockedOut = await app.GivenPersonAsync(Roles.Staff);
        using var api = app.CreateClient("api");

        var operations = await ApiOperation.ReadAsync(api, "/api/openapi.json");
        operations.Count.ShouldBeGreaterThanOrEqualTo(30);
        for (var at = 0; at < operations.Count; at++)
        {
            var operation = operations[at];
            var isStaffs = operation.Path.StartsWith("/api/staff/", StringComparison.Ordinal);
            await FuzzAsync(api, operation, at, name => Known(operation, isStaffs, name), turn => (turn % 8, isStaffs) switch
            {
                (7, _) => null,
                (6, _) => owner.Token,
                (_, true) => operation.Path.EndsWith("/sign-out", StringComparison.Ordinal) ? leaving : admin,
                // A guest has nothing to end.
                _ => operation.Path.StartsWith("/api/accounts/", StringComparison.Ordinal) && operation.Path != "/api/accounts/logout" ? session : owner.Token,
            }, (isStaffs ? ofStaff : showing).Id);
        }

        ShouldBeWell(operations);

        JsonNode? Known(ApiOperation operation, bool isStaffs, string name) => name switch
        {
            "id" when operation.Path.Contains("/showings/", StringComparison.Ordinal) => showing.Id,
            "id" when operation.Path.Contains("/members/", StringComparison.Ordinal) => lockedOut.Id.ToString(),
            "id" or "bookingId" => (Cancels(operation) ? cancelledBooking : isStaffs ? bookingOfStaff : booking).Id.ToString(),
            "showingId" => (Cancels(operation) ? cancelled : isStaffs ? ofStaff : showing).Id,
            "seats" when operation.Path.TrimEnd('/') is "/api/bookings" or "/api/bookings/{id}" =>
                new JsonArray([.. hold.Seats.Select(index => new JsonObject { ["index"] = index, ["concession"] = "adult" })]),
            "holdId" => hold.HoldId,
            "email" => owner.Email,
            "password" => "Wrong-password-1",
            "language" => "en",
            "date" => $"{showing.StartsAt:yyyy-MM-dd}",
            "film" => showing.FilmId,
            "reference" => booking.Reference,
            // Nothing of anybody else's is touched.
            "filmId" => "no-such-film",
            "queue" => "no-such-queue",
            "reason" => "For a test.",
            "code" => "123456",
            "mode" => "on",
            "cap" => 5,
            "returnUrl" => "/bookings",
            "Idempotency-Key" => Guid.NewGuid().ToString(),
            _ => null,
        };
    }

    [Fact]
    public async Task SeatHolds_WhateverIsAsked_DoesNotFail()
    {
        var (showing, crowded) = (await app.GivenShowingAsync(seats: 400), await app.GivenShowingAsync());
        using var staff = await app.GivenAdminClientAsync();
        using var put = await staff.PutAsJsonAsync($"/api/staff/waiting-rooms/showing/{crowded.Id}", new { mode = "on", cap = 5, ratePerSecond = 5 });
        var room = (await Person.ReadAsync(put)).GetProperty("id").GetInt64();
        using var seatHolds = app.CreateClient("seat-holds");

        var operations = await ApiOperation.ReadAsync(seatHolds, "/openapi/v1.json");
        operations.Count.ShouldBeGreaterThanOrEqualTo(8);
        // Seats are asked for by name or as the best there are.
        var ways = operations.SelectMany(operation => operation.Verb == "POST" && operation.Path.TrimEnd('/').EndsWith("/holds", StringComparison.Ordinal)
            ? [(operation, Best: false), (operation, Best: true)]
            : new[] { (operation, Best: false) }).ToArray();
        for (var at = 0; at < ways.Length; at++)
        {
            var (operation, best) = ways[at];
            // Requests are counted by customer.
            var customer = await app.GivenCustomerAsync($"2001:db8:{run:x}:f{at:x}::1");
            var hold = await customer.HoldsAsync(showing.Id, 20 * at, 20 * at + 1);
            var seat = 20 * at + 2;
            await FuzzAsync(seatHolds, operation, at, name => name switch
            {
                "showingId" or "showing" => showing.Id,
                "roomId" => room,
                "holdId" => hold.HoldId,
                "seats" => best ? ApiOperation.Nothing : new JsonArray(seat),
                "bestAvailable" when !best => ApiOperation.Nothing,
                "Idempotency-Key" => Guid.NewGuid().ToString(),
                _ => null,
            }, turn => turn % 8 == 7 ? null : customer.Token, showing.Id);
        }

        ShouldBeWell(operations);
    }

    async Task FuzzAsync(
        HttpClient service, ApiOperation operation, int at, Func<string, JsonNode?> known, Func<int, string?> tokenAt, long showingId)
    {
        var requests = new OddRequests(operation, known).Take(PerOperation, Seed + at).Index();
        if (operation.Verb == "GET" || Cancels(operation))
        {
            await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) =>
                answers.Add(await SendAsync(service, one.Item, tokenAt(one.Index))));
            return;
        }

        var state = await StateAsync(showingId);
        foreach (var (index, request) in requests)
        {
            var answer = await SendAsync(service, request, tokenAt(index));
            answers.Add(answer);
            var after = await StateAsync(showingId);
            if (answer.Status >= 400)
            {
                after.ShouldBe(state, $"{answer}");
                unchanged++;
            }

            state = after;
        }
    }

    static bool Cancels(ApiOperation operation) => operation.Path.TrimEnd('/').EndsWith("/cancellation", StringComparison.Ordinal);

    async Task<Answer> SendAsync(HttpClient service, OddRequest request, string? token)
    {
        using var message = request.ToMessage();
        // From a network of its own, or limits by network would have to answer most of them.
        if (!message.Headers.Contains("X-Forwarded-For"))
            message.Headers.Add("X-Forwarded-For", $"2001:db8:{run:x}:{Interlocked.Increment(ref sent):x}::1");
        if (token is not null && !message.Headers.Contains("Authorization"))
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            // A stream has no end.
            using var answer = await service.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
            return (int)answer.StatusCode < 400
                ? new Answer(request, (int)answer.StatusCode, null, null)
                : new Answer(request, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, CodeOf(await answer.Content.ReadAsStringAsync()));
        }
        catch (HttpRequestException e)
        {
            return new Answer(request, 599, null, e.Message);
        }
    }

    void ShouldBeWell(IReadOnlyList<ApiOperation> operations)
    {
        var failed = answers.Where(answer => answer.Status >= 500 && !NotNow.Contains(answer.Code)).Select(answer => answer.ToString()).ToArray();
        failed.ShouldBeEmpty($"Seed {Seed}: {failed.Length} of {answers.Count} requests failed.");
        var untold = answers.Where(answer => answer.Status >= 400 && (answer.MediaType != "application/problem+json" || answer.Code is null)).Select(answer => answer.ToString()).ToArray();
        untold.ShouldBeEmpty($"Seed {Seed}: {untold.Length} of {answers.Count} refusals have no code.");

        // The control: operations saw much of it.
        var seen = answers.Where(answer => answer.Status < 400 || !OutsideOfHandlers.Contains(answer.Code)).ToArray();
        operations.Where(operation => !seen.Any(answer => answer.Request.Operation == operation)).Select(operation => $"{operation.Verb} {operation.Path}").ShouldBeEmpty();
        seen.Length.ShouldBeGreaterThan(answers.Count / 4);
        unchanged.ShouldBeGreaterThan(answers.Count / 8);
        answers.Count(answer => answer.Code == "too_many_requests").ShouldBeLessThan(answers.Count / 20);
    }

    /// <summary>The showing's seats, its bookings and its waiting rooms.</summary>
    async Task<string> StateAsync(long showingId)
    {
        await using var database = await app.DatabaseAsync();
        var bookings = await database.Bookings.Where(booking => booking.ShowingId == showingId).OrderBy(booking => booking.Id)
            .Select(booking => new { booking.Id, booking.Status, booking.Email, booking.Amount, Seats = booking.Seats.Count })
            .ToListAsync();
        var rooms = await database.WaitingRooms.CountAsync(room => room.ShowingId == showingId);
        using var seatHolds = app.CreateClient("seat-holds");
        // No version is as late: the replica reads what Redis has.
        var seats = await seatHolds.GetFromJsonAsync<JsonElement>($"/live/showings/{showingId}/seats?min=2000000000.0");
        string?[] lines = [seats.GetProperty("states").GetString(), .. bookings.Select(booking => $"{booking}"), $"{rooms} rooms"];
        return string.Join('\n', lines);
    }

    static string? CodeOf(string body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record Answer(OddRequest Request, int Status, string? MediaType, string? Code)
    {
        public override string ToString() => $"{Status} {Code}: {Request}";
    }
}
