using Ticketing.Web.Pages.Shared;

namespace Ticketing.Tests.Web;

/// <summary>The days from which visitors choose.</summary>
public sealed class DayStripTests
{
    static readonly DateOnly Today = new(2026, 12, 4);

    [Theory]
    [InlineData(4, 59, 3)]
    [InlineData(5, 0, 4)]
    [InlineData(23, 59, 4)]
    public void Of_WhateverTheHour_BeginsWithTheCinemasDayAndMarksTheCalendars(int hour, int minute, int first)
    {
        var now = Today.ToDateTime(new TimeOnly(hour, minute));

        var strip = DayStrip.Of(now, new HashSet<DateOnly> { Today }, Today, day => $"/{day.Day}");

        strip.Days.Count.ShouldBe(14);
        strip.Days[0].Day.ShouldBe(new DateOnly(2026, 12, first));
        strip.Days.Where(day => day.IsToday).ShouldHaveSingleItem().ShouldBe(new DayLink(Today, true, true, "/4"));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(12, 4)]
    public void Choose_WhenNoDayIsAskedFor_IsTheFirstThatHasNotEnded(int hour, int chosen)
    {
        var playing = new HashSet<DateOnly> { Today.AddDays(-1), Today };

        DayStrip.Choose(asked: null, Today.ToDateTime(new TimeOnly(hour, 0)), playing).ShouldBe(new DateOnly(2026, 12, chosen));
    }
}
