using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;

namespace Ticketing.Tests.Faults;

/// <summary>A replica of seat-holds dies under the hands of its customers.</summary>
[Trait("Category", "Faults")]
public sealed class ReplicaFaultTests(SeatServices services) : IClassFixture<SeatServices>
{
    const int SeatCount = 200;
    const int Customers = 40;
    const string CustomersKey = "key-of-customers-in-the-tests-of-replicas";

    [Fact]
    public async Task Holding_WhenAReplicaIsKilled_LosesNoAnsweredHoldAndKeepsNoUnansweredOne()
    {
        var tokens = new CustomerTokens(Options.Create(new CustomerOptions { Key = CustomersKey }), TimeProvider.System);
        var showing = await services.GivenShowingAsync(SeatCount);
        await using var doomed = await services.StartProcessAsync(CustomersKey);
        await using var survivor = await services.StartProcessAsync(CustomersKey);
        using var viaDoomed = new HttpClient { BaseAddress = doomed.Address };
        using var viaSurvivor = new HttpClient { BaseAddress = survivor.Address };
        ConcurrentBag<(string Token, Hold Hold)> held = [];
        var killing = KillInMidRaceAsync();

        await Task.WhenAll(Enumerable.Range(0, Customers).Select(async customer =>
        {
            for (var n = 0; n < SeatCount / 2; n++)
            {
                var token = tokens.Issue(Guid.NewGuid()).Token;
                var left = (customer * 7 + n) % (SeatCount / 2) * 2;
                if (await HoldAsync(token, Guid.NewGuid(), [left, left + 1], isFirstChoice: (customer + n) % 2 == 0) is { } hold)
                    held.Add((token, hold));
            }
        }));

        await killing;
        held.SelectMany(h => h.Hold.Seats).Order().ShouldBe(Enumerable.Range(0, SeatCount));
        (await services.Replica.StatesAsync(showing.Id)).ShouldBe(new string('h', SeatCount));
        foreach (var (token, hold) in held)
        {
            using var found = await SendAsync(viaSurvivor, HttpMethod.Get, $"/api/showings/{showing.Id}/holds/{hold.HoldId}", token);
            (await CustomerClient.ReadAsync<Hold>(found)).Seats.ShouldBe(hold.Seats);
        }

        async Task KillInMidRaceAsync()
        {
            await Eventually.BecomesAsync(() => Task.FromResult(held.Count), count => count >= SeatCount / 8);
            await doomed.KillAsync();
        }

        // Asks again with the same key elsewhere if there is no answer; null if the seats are another's.
        async Task<Hold?> HoldAsync(string token, Guid key, int[] seats, bool isFirstChoice)
        {
            foreach (var replica in (HttpClient[])(isFirstChoice ? [viaDoomed, viaSurvivor] : [viaSurvivor]))
            {
                try
                {
                    using var answer = await SendAsync(replica, HttpMethod.Post, $"/api/showings/{showing.Id}/holds", token, key, new { seats });
                    if (answer.IsSuccessStatusCode)
                        return await answer.Content.ReadFromJsonAsync<Hold>();
                    ((int)answer.StatusCode).ShouldBe(409, await answer.Content.ReadAsStringAsync());
                    return null;
                }
                catch (Exception e) when (replica == viaDoomed && e is HttpRequestException or IOException)
                {
                    // Nobody knows whether the seats are held.
                }
            }

            throw new InvalidOperationException("The surviving replica gave no answer.");
        }
    }

    static Task<HttpResponseMessage> SendAsync(HttpClient replica, HttpMethod method, string path, string token, Guid? key = null, object? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is { } idempotencyKey)
            request.Headers.Add("Idempotency-Key", idempotencyKey.ToString());
        return replica.SendAsync(request);
    }
}
