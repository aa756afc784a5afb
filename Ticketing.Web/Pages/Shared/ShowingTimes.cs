
namespace Ticketing.Web.Pages.Shared;

/// <summary>Showings of one film at one cinema on one day, hall by hall.</summary>
sealed record ShowingTimes(CinemaResponse Cinema, IReadOnlyList<ShowingResponse> Showings)
{
    /// <summary>Of the prices: a list of showings does not say it, and the chain has one.</summary>
    public const string Currency = "KRW";

    /// <summary>Showings that have ended interest nobody.</summary>
    public IEnumerable<IGrouping<(string, string, string), ShowingResponse>> Halls(DateTimeOffset now) => Showings
        .Where(showing => showing.EndsAt > now)
        .OrderBy(showing => showing.StartsAt)
        .GroupBy(showing => (showing.AuditoriumNameKo, showing.AudioLanguage, showing.SubtitleLanguage ?? ""));
}
