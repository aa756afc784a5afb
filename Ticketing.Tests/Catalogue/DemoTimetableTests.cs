using Ticketing.Core.Catalogue;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Catalogue;

public sealed class DemoTimetableTests
{
    static readonly DateOnly FirstDay = new(2026, 11, 23);
    static readonly Premiere Premiere = new(FirstDay.AddDays(7), SaleOpens: new DateTimeOffset(2026, 11, 23, 0, 3, 0, TimeSpan.Zero));
    static readonly Dictionary<string, Film> Films = DemoFilms.All.ToDictionary(film => film.Id);

    static readonly List<Showing> Showings = Plan();

    [Fact]
    public void Plan_InEveryHall_LeavesTimeToClean()
    {
        foreach (var hall in Showings.GroupBy(showing => showing.AuditoriumId))
        {
            foreach (var (before, after) in hall.Zip(hall.Skip(1)))
                (after.StartsAt - before.EndsAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(20), $"{hall.Key} at {after.StartsAt}");
        }
    }

    [Fact]
    public void Plan_InEveryHall_RunsFromEarlyMorningToLateNight()
    {
        foreach (var day in Showings.GroupBy(showing => (showing.AuditoriumId, BusinessDay.Of(WallClock(showing)))))
        {
            var midnight = day.Key.Item2.ToDateTime(TimeOnly.MinValue);
            (WallClock(day.First()) - midnight).TotalHours.ShouldBeInRange(7, 9, $"{day.Key}");
            (WallClock(day.Last()) - midnight).TotalHours.ShouldBeInRange(21, 24.5, $"{day.Key}");
        }
    }

    [Fact]
    public void Plan_Always_PlaysEveryFilmForItsWholeLength()
    {
        Showings.Select(showing => showing.FilmId).Distinct().Order().ShouldBe(Films.Keys.Order());
        Showings.ShouldAllBe(showing => showing.EndsAt - showing.StartsAt == TimeSpan.FromMinutes(Films[showing.FilmId].RuntimeMinutes + 10));
    }

    [Fact]
    public void Plan_Always_KeepsAdultFilmsToTheNight() => Showings
        .Where(showing => Films[showing.FilmId].Rating == FilmRating.Age19)
        .ShouldAllBe(showing => BusinessDay.HourOf(WallClock(showing)) >= 20);

    [Fact]
    public void Plan_WhenAFilmIsForeign_SubtitlesOrDubsIt()
    {
        Showings.ShouldAllBe(showing => showing.AudioLanguage == "ko" || showing.SubtitleLanguage == "ko");
        Showings.ShouldContain(showing => showing.AudioLanguage == "ko" && Films[showing.FilmId].OriginalLanguage != "ko");
        Showings.ShouldAllBe(showing => showing.AudioLanguage != "ko" || showing.SubtitleLanguage == null);
    }

    [Fact]
    public void Plan_Always_ClosesTheSaleWhenTheAdvertisementsEnd() =>
        Showings.ShouldAllBe(showing => showing.CutoffAt == showing.StartsAt + TimeSpan.FromMinutes(10));

    [Fact]
    public void Plan_BeforeThePremiere_DoesNotPlayItsFilm()
    {
        var premiered = Showings.Where(showing => showing.FilmId == DemoFilms.Newest.Id).ToList();

        premiered.ShouldAllBe(showing => BusinessDay.Of(WallClock(showing)) >= Premiere.Day && showing.SaleOpensAt == Premiere.SaleOpens);
        Showings.Except(premiered).ShouldAllBe(showing => showing.SaleOpensAt == showing.StartsAt - TimeSpan.FromDays(30));
    }

    [Fact]
    public void Plan_OnThePremiere_PlaysNothingElseInTheGrandestHall() => Showings
        .Where(showing => showing.AuditoriumId == DemoCinemas.GrandHall && BusinessDay.Of(WallClock(showing)) == Premiere.Day)
        .Select(showing => showing.FilmId).Distinct().ShouldBe([DemoFilms.Newest.Id]);

    static List<Showing> Plan()
    {
        var timetable = new DemoTimetable(Premiere);
        return
        [
            .. from cinema in DemoCinemas.All
               from hall in cinema.Halls.Index()
               from day in Enumerable.Range(0, 60)
               from showing in timetable.Plan(cinema.AuditoriumId(hall.Item), hall.Item, hall.Index, FirstDay.AddDays(day))
               select showing,
        ];
    }

    static DateTime WallClock(Showing showing) => TimeZoneInfo.ConvertTime(showing.StartsAt, DemoCinemas.Zone).DateTime;
}
