using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Support.Stack;

/// <summary>Showings that no other test knows of.</summary>
static class GivenShowing
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// A showing on sale, starting in <paramref name="startsIn"/> (a day by default), in an auditorium of its own with rows of 20 seats.
    /// </summary>
    public static async Task<Showing> GivenShowingAsync(
        this TicketingApp app, int seats = 40, TimeSpan? startsIn = null, TimeSpan? saleOpensIn = null, TimeSpan? cutoffIn = null, bool cancelled = false)
    {
        await using var database = await app.DatabaseAsync();
        return await database.GivenShowingAsync(seats, startsIn, saleOpensIn, cutoffIn, cancelled);
    }

    /// <summary>A showing on sale, starting some days from now when the cinema's clock shows this.</summary>
    public static Task<Showing> GivenShowingAtAsync(this TicketingApp app, TimeOnly starts)
    {
        var now = TimeProvider.System.GetUtcNow();
        var local = WallClock.At(now, "Asia/Seoul");
        var startsAt = new DateTimeOffset(DateOnly.FromDateTime(local.DateTime).AddDays(4).ToDateTime(starts), local.Offset);
        return app.GivenShowingAsync(startsIn: startsAt - now);
    }

    public static async Task<Showing> GivenShowingAsync(
        this TicketingDbContext database, int seats = 40, TimeSpan? startsIn = null, TimeSpan? saleOpensIn = null, TimeSpan? cutoffIn = null, bool cancelled = false,
        Func<string, IEnumerable<Seat>>? hall = null, string? film = null)
    {
        var auditorium = new Auditorium
        {
            Id = $"test-{Guid.NewGuid():N}",
            CinemaId = await database.Cinemas.Select(c => c.Id).OrderBy(id => id).FirstAsync(),
            NameKo = "시험관",
            NameEn = "Test hall",
            Format = AuditoriumFormat.Standard,
        };
        auditorium.Seats.AddRange(hall?.Invoke(auditorium.Id) ?? RowsOfTwenty(seats, auditorium.Id));

        var now = TimeProvider.System.GetUtcNow();
        var startsAt = now + (startsIn ?? Day);
        var showing = new Showing
        {
            FilmId = film ?? await database.Films.Select(f => f.Id).OrderBy(id => id).FirstAsync(),
            AuditoriumId = auditorium.Id,
            PricePlanId = await database.PricePlans.Select(p => p.Id).OrderBy(id => id).FirstAsync(),
            StartsAt = startsAt,
            EndsAt = startsAt.AddHours(2),
            SaleOpensAt = now + (saleOpensIn ?? -Day),
            CutoffAt = cutoffIn is { } cutoff ? now + cutoff : startsAt,
            CancelledAt = cancelled ? now : null,
            AudioLanguage = "ko",
        };
        database.Auditoriums.Add(auditorium);
        database.Showings.Add(showing);
        await database.SaveChangesAsync();
        return showing;
    }

    static IEnumerable<Seat> RowsOfTwenty(int seats, string auditoriumId) => Enumerable.Range(0, seats).Select(index => new Seat
    {
        AuditoriumId = auditoriumId,
        Index = index,
        Row = ((char)('A' + index / 20)).ToString(),
        Number = index % 20 + 1,
        X = index % 20,
        Y = index / 20,
        Kind = SeatKind.Standard,
        Zone = SeatZone.Standard,
    });
}
