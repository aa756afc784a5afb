using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.SeatMap;

/// <summary>The seat-hold service as browsers meet it.</summary>
public sealed class SeatMapTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Layout_WhenAskedAgainWithItsETag_IsNotSentAgain()
    {
        var showing = await app.GivenShowingAsync(seats: 45);
        using var client = app.CreateClient("seat-holds");
        var path = $"/live/showings/{showing.Id}/layout";

        using var first = await client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(request);

        first.Headers.CacheControl!.Public.ShouldBeTrue();
        var layout = await first.Content.ReadFromJsonAsync<JsonElement>();
        layout.GetProperty("columns").GetInt32().ShouldBe(20);
        layout.GetProperty("lines").GetInt32().ShouldBe(3);
        layout.GetProperty("seats").EnumerateArray().Select(seat => seat.GetProperty("index").GetInt32()).ShouldBe(Enumerable.Range(0, 45));
        layout.GetProperty("seats")[21].GetProperty("row").GetString().ShouldBe("B");
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    /// <summary>By the site, as browsers ask.</summary>
    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("GZIP", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("klingon", null)]
    [InlineData(null, null)]
    public async Task Layout_OfTheLargestHall_IsSmallWhereCompressionIsUnderstood(string? understood, string? encoding)
    {
        await using var database = await app.DatabaseAsync();
        var showing = await database.GivenShowingAsync(hall: id => HallPlan.Read("imax-624", id));
        using var client = app.CreateClient("web");
        var path = $"/live/showings/{showing.Id}/layout";

        using var plain = await client.GetAsync(path);
        using var answer = await AskAsync();

        string.Join(", ", answer.Content.Headers.ContentEncoding).ShouldBe(encoding ?? "");
        string.Join(", ", answer.Headers.Vary).ShouldBe("Accept-Encoding");
        var sent = await answer.Content.ReadAsByteArrayAsync();
        (await ReadAsync(sent, encoding)).ShouldBe(await plain.Content.ReadAsByteArrayAsync());
        // A cache must not hand one encoding to those who understand another.
        var isPlain = encoding is null;
        (answer.Headers.ETag!.Tag == plain.Headers.ETag!.Tag).ShouldBe(isPlain);
        (sent.Length < 25_000).ShouldBe(!isPlain, $"{sent.Length} bytes");
        using var again = await AskAsync(answer.Headers.ETag);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        Task<HttpResponseMessage> AskAsync(EntityTagHeaderValue? known = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (understood is not null)
                request.Headers.Add("Accept-Encoding", understood);
            if (known is not null)
                request.Headers.IfNoneMatch.Add(known);
            return client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Seats_WhenAskedForTheVersionOfOnesHold_ShowTheHold()
    {
        var showing = await app.GivenShowingAsync(seats: 20);
        var customer = await app.GivenCustomerAsync();

        for (var seat = 0; seat < 8; seat++)
        {
            var before = await customer.SeatsAsync(showing.Id);
            before.States[seat].ShouldBe('a');
            var hold = await customer.HoldsAsync(showing.Id, seat);

            // At once, when what was read just before is still fresh enough for everybody else.
            (await customer.SeatsAsync(showing.Id, hold.Version)).States[seat].ShouldBe('h');
        }
    }

    [Fact]
    public async Task Hold_WhenACustomerAsksTooOften_SaysWhenToComeBack()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => customer.FindHoldAsync(showing.Id, "none")));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(answer => answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        (await refused[0].CodeAsync()).ShouldBe("429 too_many_requests");
        (await (await app.GivenCustomerAsync()).FindHoldAsync(showing.Id, "none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    static async Task<byte[]> ReadAsync(byte[] sent, string? encoding)
    {
        using var body = new MemoryStream(sent);
        using Stream read = encoding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var whole = new MemoryStream();
        await read.CopyToAsync(whole);
        return whole.ToArray();
    }
}
