using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Catalogue;

/// <summary>What the lists say of a showing.</summary>
public sealed class ShowingListTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task FromPrice_WhenOthersPayLess_IsTheAdults()
    {
        var showing = await app.GivenShowingAtAsync(new TimeOnly(14, 0));

        var prices = (await ReadAsync($"/api/showings/{showing.Id}")).GetProperty("prices");
        var adult = prices.GetProperty("adult").GetInt64();

        prices.GetProperty("senior").GetInt64().ShouldBeLessThan(adult);
        (await ListedAsync(showing)).GetProperty("fromPrice").GetInt64().ShouldBe(adult);
    }

    [Fact]
    public async Task SeatsLeft_WhenSomebodyTakesSeatsAndGivesThemBack_Follow()
    {
        var showing = await app.GivenShowingAsync(seats: 40);
        var customer = await app.GivenCustomerAsync();
        await LeavesAsync(showing, 40);

        var hold = await customer.HoldsAsync(showing.Id, 0, 1, 2);
        await LeavesAsync(showing, 37);
        await customer.ReleasesAsync(hold);

        await LeavesAsync(showing, 40);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public async Task SeatsLeft_WhenNothingIsSold_AreNotSaid(int saleOpensInDays, bool cancelled)
    {
        var showing = await app.GivenShowingAsync(startsIn: TimeSpan.FromDays(2), saleOpensIn: TimeSpan.FromDays(saleOpensInDays), cancelled: cancelled);

        (await ListedAsync(showing)).GetProperty("seatsLeft").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("00:10", false)]
    [InlineData("04:50", false)]
    [InlineData("05:00", true)]
    [InlineData("23:50", true)]
    public async Task Showing_WhateverItsHour_IsOnTheListOfItsEvening(string starts, bool sameDay)
    {
        var showing = await app.GivenShowingAtAsync(TimeOnly.Parse(starts, CultureInfo.InvariantCulture));
        var date = DateOnly.FromDateTime(WallClock.At(showing.StartsAt, "Asia/Seoul").DateTime);
        var (day, other) = sameDay ? (date, date.AddDays(-1)) : (date.AddDays(-1), date);

        (await ListedAsync(showing)).GetProperty("startsAt").GetDateTimeOffset().ShouldBe(showing.StartsAt, TimeSpan.FromMilliseconds(1));
        (await OnAsync(day, showing.FilmId)).ShouldContain(listed => IsOf(listed, showing));
        (await OnAsync(other, showing.FilmId)).ShouldNotContain(listed => IsOf(listed, showing));
    }

    async Task LeavesAsync(Showing showing, int left) => await Eventually.BecomesAsync(
        async () => (await ListedAsync(showing)).GetProperty("seatsLeft"), said => said.ValueKind == JsonValueKind.Number && said.GetInt32() == left);

    async Task<JsonElement> ListedAsync(Showing showing)
    {
        var day = BusinessDay.Of(WallClock.At(showing.StartsAt, "Asia/Seoul").DateTime);
        return (await BecomesAsync(showing, day, list => list.Any(listed => IsOf(listed, showing)))).Single(listed => IsOf(listed, showing));
    }

    /// <summary>Lists are kept for a second.</summary>
    Task<IEnumerable<JsonElement>> BecomesAsync(Showing showing, DateOnly day, Func<IEnumerable<JsonElement>, bool> condition) =>
        Eventually.BecomesAsync(() => OnAsync(day, showing.FilmId), condition);

    static bool IsOf(JsonElement listed, Showing showing) => listed.GetProperty("id").GetInt64() == showing.Id;

    async Task<IEnumerable<JsonElement>> OnAsync(DateOnly day, string film) =>
        (await ReadAsync($"/api/showings?film={film}&date={day:yyyy-MM-dd}")).EnumerateArray();

    async Task<JsonElement> ReadAsync(string path)
    {
        using var api = app.CreateClient("api");
        return await api.GetFromJsonAsync<JsonElement>(path);
    }
}
