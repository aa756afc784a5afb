namespace Ticketing.Core.Catalogue;

/// <summary>
/// Prices in whole won: time band × weekday or weekend, then format surcharge, then concession.
/// </summary>
public sealed class PricePlan
{
    public required string Id { get; init; }

    /// <summary>ISO 4217 code; amounts are whole units of it.</summary>
    public required string Currency { get; set; }

    public required long WeekdayEarlyBird { get; set; }
    public required long WeekdayDay { get; set; }
    public required long WeekdayLate { get; set; }
    public required long WeekendEarlyBird { get; set; }
    public required long WeekendDay { get; set; }

    public required long ImaxSurcharge { get; set; }
    public required long FourDxSurcharge { get; set; }
    public required long ScreenXSurcharge { get; set; }
    public required long ReclinerSurcharge { get; set; }

    /// <summary>Taken off the full price for a youth.</summary>
    public required long YouthDiscount { get; set; }

    /// <summary>Per cent of the full price that seniors (65+) and disabled people pay.</summary>
    public required int ReducedPercent { get; set; }

    /// <summary>Flat price of a standard showing on culture day: the month's last Wednesday, 17:00 to 21:00.</summary>
    public required long CultureDay { get; set; }

    /// <summary>Days priced as a weekend beside Saturday and Sunday.</summary>
    public List<DateOnly> Holidays { get; set; } = [];

    /// <summary>The price of one seat.</summary>
    /// <param name="startsAt">The showing's start as the cinema's wall clock shows it.</param>
    public long PriceOf(DateTime startsAt, AuditoriumFormat format, Concession concession)
    {
        if (format == AuditoriumFormat.Standard && IsCultureDay(startsAt))
            return Math.Min(CultureDay, Reduce(BasePrice(startsAt), concession));

        return Reduce(BasePrice(startsAt) + Surcharge(format), concession);
    }

    long BasePrice(DateTime startsAt) => (IsWeekend(BusinessDay.Of(startsAt)), BusinessDay.HourOf(startsAt)) switch
    {
        (true, < 10) => WeekendEarlyBird,
        (true, _) => WeekendDay,
        (false, < 10) => WeekdayEarlyBird,
        (false, >= 22) => WeekdayLate,
        (false, _) => WeekdayDay,
    };

    long Surcharge(AuditoriumFormat format) => format switch
    {
        AuditoriumFormat.Imax => ImaxSurcharge,
        AuditoriumFormat.FourDx => FourDxSurcharge,
        AuditoriumFormat.ScreenX => ScreenXSurcharge,
        AuditoriumFormat.Recliner => ReclinerSurcharge,
        _ => 0,
    };

    long Reduce(long full, Concession concession) => concession switch
    {
        Concession.Youth => full - YouthDiscount,
        Concession.Senior or Concession.Disabled => full * ReducedPercent / 100,
        _ => full,
    };

    bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || Holidays.Contains(day);

    static bool IsCultureDay(DateTime startsAt) =>
        startsAt.DayOfWeek == DayOfWeek.Wednesday
        && startsAt.Day > DateTime.DaysInMonth(startsAt.Year, startsAt.Month) - 7
        && startsAt.TimeOfDay >= TimeSpan.FromHours(17) && startsAt.TimeOfDay < TimeSpan.FromHours(21);
}
