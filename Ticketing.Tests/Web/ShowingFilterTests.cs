using Ticketing.Core.Catalogue;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Tests.Web;

public sealed class ShowingFilterTests
{
    static readonly FilmAnswer Foreign = new("frozen-2", "겨울왕국 2", "Frozen II", "Frozen II", "en", FilmRating.All, 103, new DateOnly(2019, 11, 21));

    static readonly FilmVersionAnswer ImaxWithSubtitles = new(AuditoriumFormat.Imax, "en", "ko"), Dubbed = new(AuditoriumFormat.Standard, "ko", null);

    static readonly ShowingDayAnswer Day = new("frozen-2", "seoul-gangnam", new DateOnly(2026, 12, 3), DateTimeOffset.UnixEpoch) { Versions = [ImaxWithSubtitles, Dubbed] };

    /// <summary>What is chosen has to be one showing's: a film that is dubbed in one hall and in IMAX in another is not both at once.</summary>
    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData(AuditoriumFormat.Imax, null, null, true)]
    [InlineData(AuditoriumFormat.Imax, FilmSound.Subtitled, "seoul-gangnam", true)]
    [InlineData(AuditoriumFormat.Imax, FilmSound.Dubbed, null, false)]
    [InlineData(AuditoriumFormat.Standard, FilmSound.Dubbed, null, true)]
    [InlineData(AuditoriumFormat.ScreenX, null, null, false)]
    [InlineData(null, FilmSound.Dubbed, "busan-haeundae", false)]
    internal void Takes_OfADay_WhatOneOfItsShowingsIs(AuditoriumFormat? format, FilmSound? sound, string? cinema, bool taken) =>
        new ShowingFilter(format, sound, cinema).Takes(Foreign, Day).ShouldBe(taken);

    [Fact]
    public void Sounds_OfAFilmInItsOwnLanguage_AreNone() =>
        new FilmVersionAnswer(AuditoriumFormat.Standard, "en", null).SoundsOf(Foreign).ShouldBeEmpty();

    [Fact]
    public void Address_WithAChoice_SaysAllOfIt() =>
        new FilmCards([Foreign], new ShowingFilter(AuditoriumFormat.Imax, FilmSound.Dubbed, "a&b")).Address(Foreign)
            .ShouldBe("/films/frozen-2?format=Imax&sound=Dubbed&cinema=a%26b");

    /// <summary>An api of the release before does not tell versions.</summary>
    [Fact]
    public void Takes_WhenVersionsAreNotKnown_WhateverIsNotAskedFor() =>
        ShowingFilter.None.Takes(Foreign, Day with { Versions = [] }).ShouldBeTrue();
}
