using Ticketing.Core.Catalogue;

namespace Ticketing.Api.Catalogue;

/// <summary>The prices of a showing, by concession.</summary>
static class ShowingPrices
{
    public static IReadOnlyDictionary<Concession, long> Of(PricePlan plan, DateTimeOffset startsAt, string timeZone, AuditoriumFormat format)
    {
        var wallClock = WallClock.At(startsAt, timeZone).DateTime;
        return Enum.GetValues<Concession>().ToDictionary(concession => concession, concession => plan.PriceOf(wallClock, format, concession));
    }
}
