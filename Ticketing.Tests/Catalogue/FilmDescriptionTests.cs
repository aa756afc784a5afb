using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Catalogue;

public sealed class FilmDescriptionTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Films_OfTheDemo_SayWhatTheyAreAboutAndWhoMadeThem()
    {
        using var api = app.CreateClient("api");

        var films = await api.GetFromJsonAsync<JsonElement[]>("/api/films");

        var film = films!.Single(film => film.GetProperty("id").GetString() == "oldboy");
        film.GetProperty("synopsisKo").GetString()!.ShouldContain("오대수");
        film.GetProperty("synopsisEn").GetString()!.ShouldContain("Oh Dae-su");
        Names(film, "directorsKo").ShouldBe(["박찬욱"]);
        Names(film, "directorsEn").ShouldBe(["Park Chan-wook"]);
        Names(film, "castKo")[0].ShouldBe("최민식");
        Names(film, "castEn")[0].ShouldBe("Choi Min-sik");
        film.GetProperty("trailerUrl").GetString()!.ShouldStartWith("https://");
    }

    [Theory]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V5.1.5")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://trailers.example/1")]
    public Task Film_WithATrailerThatIsNoHttpsAddress_IsNotStored(string trailer) =>
        ShouldNotBeStoredAsync(film => film.TrailerUrl = trailer, PostgresErrorCodes.CheckViolation);

    [Fact]
    public async Task Film_WithTooLongTexts_IsNotStored()
    {
        await ShouldNotBeStoredAsync(film => film.SynopsisKo = new string('가', Film.LongestSynopsis + 1), PostgresErrorCodes.StringDataRightTruncation);
        await ShouldNotBeStoredAsync(film => film.CastEn = [new string('a', Film.LongestName + 1)], PostgresErrorCodes.StringDataRightTruncation);
        await ShouldNotBeStoredAsync(film => film.CastEn = [.. Enumerable.Range(0, Film.MostNames + 1).Select(number => $"{number}")], PostgresErrorCodes.CheckViolation);
    }

    async Task ShouldNotBeStoredAsync(Action<Film> fault, string error)
    {
        await using var database = await app.DatabaseAsync();
        var film = GivenCatalogue.AFilm($"test-{Guid.NewGuid():N}");
        fault(film);
        database.Add(film);

        var refused = await Should.ThrowAsync<DbUpdateException>(() => database.SaveChangesAsync());

        refused.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(error);
    }

    static List<string> Names(JsonElement film, string property) => [.. film.GetProperty(property).EnumerateArray().Select(name => name.GetString()!)];
}
