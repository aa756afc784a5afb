using Ticketing.Core.Catalogue;

namespace Ticketing.Web.Pages.Shared;

/// <summary>The days to choose from, as links.</summary>
/// <param name="Chosen">May be beyond them: an address can ask for any.</param>
sealed record DayStrip(DateOnly Chosen, IReadOnlyList<DayLink> Days)
{
    const int Length = 14;

    /// <param name="now">What the cinema's clock shows. After midnight the strip still begins with the evening before.</param>
    /// <param name="playing">Days with showings.</param>
    public static DayStrip Of(DateTime now, IReadOnlySet<DateOnly> playing, DateOnly chosen, Func<DateOnly, string> address) =>
        new(chosen, [.. Enumerable.Range(0, Length)
            .Select(BusinessDay.Of(now).AddDays)
            .Select(day => new DayLink(day, day == DateOnly.FromDateTime(now), day == chosen, playing.Contains(day) ? address(day) : null))]);

    /// <summary>The day of an address, which may name none; false for what is no day that anything could play on.</summary>
    public static bool TryRead(string? written, out DateOnly? asked)
    {
        asked = ShowingDate.TryParse(written, out var day) ? day : null;
        return string.IsNullOrEmpty(written) || asked is not null;
    }

    /// <summary>The asked-for day, else the first one on which something plays.</summary>
    public static DateOnly Choose(DateOnly? asked, DateTime now, IReadOnlySet<DateOnly> playing) =>
        asked ?? playing.Where(day => day >= BusinessDay.Of(now)).DefaultIfEmpty(BusinessDay.Of(now)).Min();
}

/// <param name="Address">Null when nothing plays.</param>
sealed record DayLink(DateOnly Day, bool IsToday, bool IsChosen, string? Address);
