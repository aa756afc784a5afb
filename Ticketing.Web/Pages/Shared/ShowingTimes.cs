using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Shared;

/// <summary>Showings of one film at one cinema on one day, hall by hall.</summary>
sealed record ShowingTimes(CinemaAnswer Cinema, IReadOnlyList<ShowingAnswer> Showings)
{
    /// <summary>Showings that have ended interest nobody.</summary>
    public IEnumerable<IGrouping<(string, string, string), ShowingAnswer>> Halls(DateTimeOffset now) => Showings
        .Where(showing => showing.EndsAt > now)
        .OrderBy(showing => showing.StartsAt)
        .GroupBy(showing => (showing.AuditoriumNameKo, showing.AudioLanguage, showing.SubtitleLanguage ?? ""));
}
