using Ticketing.Core.Catalogue;
using Ticketing.Web.Catalogue;

namespace Ticketing.Tests.Web;

public sealed class FilmListingTests
{
    /// <summary>Eight in the evening of the third in Seoul.</summary>
    static readonly DateTimeOffset Now = new(2026, 12, 3, 11, 0, 0, TimeSpan.Zero);

    static readonly DateOnly Past = new(2026, 11, 25), Today = new(2026, 12, 3), Later = new(2026, 12, 24);

    [Fact]
    public void Of_FilmsThatAreReleasedAndSold_AreShowing()
    {
        var listing = Of(AFilm("older", Past, opensIn: -48), AFilm("today", Today, opensIn: 0));

        listing.NowShowing.Select(film => film.Id).ShouldBe(["today", "older"]);
        listing.ComingSoon.ShouldBeEmpty();
    }

    [Fact]
    public void Of_FilmsThatAreNotYetSoldOrReleased_AreComingTheNextFirst()
    {
        var listing = Of(AFilm("planned", Later.AddDays(7)), AFilm("in-advance", Later, opensIn: -1), AFilm("opening", Past, opensIn: 2));

        listing.NowShowing.ShouldBeEmpty();
        listing.ComingSoon.Select(film => (film.Film.Id, film.IsOnSale(Now), film.SaleOpens)).ShouldBe(
        [
            ("opening", false, new DateTime(2026, 12, 3, 22, 0, 0)), ("in-advance", true, new DateTime(2026, 12, 3, 19, 0, 0)), ("planned", false, null),
        ]);
    }

    [Fact]
    public void Of_FilmsThatHaveBeenShown_AreNotListed()
    {
        var listing = Of(AFilm("gone", Past));

        listing.NowShowing.ShouldBeEmpty();
        listing.ComingSoon.ShouldBeEmpty();
    }

    /// <summary>A film of the twenty-fourth is released at midnight in Korea, where UTC still has the day before.</summary>
    [Fact]
    public void IsReleased_FollowsTheCalendarOfKorea()
    {
        var film = AFilm("a", Later).Film;

        film.IsReleased(new DateTimeOffset(2026, 12, 23, 14, 59, 0, TimeSpan.Zero)).ShouldBeFalse();
        film.IsReleased(new DateTimeOffset(2026, 12, 23, 15, 0, 0, TimeSpan.Zero)).ShouldBeTrue();
    }

    static FilmListing Of(params (FilmAnswer Film, int? OpensIn)[] films) => FilmListing.Of(
        new Ticketing.Web.Catalogue.Catalogue(
            films.ToDictionary(film => film.Film.Id, film => film.Film),
            [new CinemaAnswer("seoul", "서울", "Seoul", "서울", "Seoul", "Asia/Seoul")],
            [.. from film in films where film.OpensIn is not null from later in (int[])[9, 0] select new ShowingDayAnswer(film.Film.Id, "seoul", Later, Now.AddHours(film.OpensIn!.Value + later))]),
        Now);

    /// <param name="opensIn">In so many hours; null without showings.</param>
    static (FilmAnswer Film, int? OpensIn) AFilm(string id, DateOnly released, int? opensIn = null) =>
        (new FilmAnswer(id, id, id, id, "ko", FilmRating.All, 100, released), opensIn);
}
