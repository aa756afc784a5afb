using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;

namespace Ticketing.Load.Stack;

/// <summary>Showings on sale in halls with rows of twenty seats, made for one run.</summary>
sealed class Showings(string database)
{
    public const int RowLength = 20;

    readonly Dictionary<int, string> halls = [];
    TimeSpan nextStart = TimeSpan.FromDays(1);

    public TicketingDbContext Database() =>
        new(new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql(database).UseSnakeCaseNamingConvention().Options);

    /// <summary>Showings of one film in one hall, each starting a minute after the other, tomorrow at the earliest.</summary>
    public async Task<long[]> AddAsync(int count, int seats, CancellationToken ct)
    {
        await using var context = Database();
        var hall = await HallAsync(context, seats, ct);
        var film = await context.Films.Select(film => film.Id).OrderBy(id => id).FirstAsync(ct);
        var prices = await context.PricePlans.Select(plan => plan.Id).OrderBy(id => id).FirstAsync(ct);
        var now = TimeProvider.System.GetUtcNow();
        var showings = Enumerable.Range(0, count).Select(_ =>
        {
            var start = now + (nextStart += TimeSpan.FromMinutes(1));
            return new Showing
            {
                FilmId = film,
                AuditoriumId = hall,
                PricePlanId = prices,
                StartsAt = start,
                EndsAt = start.AddHours(2),
                SaleOpensAt = now.AddDays(-1),
                CutoffAt = start,
                AudioLanguage = "ko",
            };
        }).ToList();
        context.Showings.AddRange(showings);
        await context.SaveChangesAsync(ct);
        return [.. showings.Select(showing => showing.Id)];
    }

    async Task<string> HallAsync(TicketingDbContext context, int seats, CancellationToken ct)
    {
        if (halls.TryGetValue(seats, out var known))
            return known;

        var hall = new Auditorium
        {
            Id = $"load-{seats}",
            CinemaId = await context.Cinemas.Select(cinema => cinema.Id).OrderBy(id => id).FirstAsync(ct),
            NameKo = "부하관",
            NameEn = "Load hall",
            Format = AuditoriumFormat.Standard,
        };
        hall.Seats.AddRange(Enumerable.Range(0, seats).Select(index => new Seat
        {
            AuditoriumId = hall.Id,
            Index = index,
            Row = RowName(index / RowLength),
            Number = index % RowLength + 1,
            X = index % RowLength,
            Y = index / RowLength,
            Kind = SeatKind.Standard,
            Zone = SeatZone.Standard,
        }));
        context.Auditoriums.Add(hall);
        await context.SaveChangesAsync(ct);
        return halls[seats] = hall.Id;
    }

    /// <summary>The left seats of free pairs in one row.</summary>
    public static List<int> FreePairs(string states) =>
        [.. Enumerable.Range(0, states.Length - 1).Where(left => (left + 1) % RowLength != 0 && states[left] == 'a' && states[left + 1] == 'a')];

    // A to Z, then AA, AB, …
    static string RowName(int row) => row < 26 ? ((char)('A' + row)).ToString() : $"{RowName(row / 26 - 1)}{RowName(row % 26)}";
}
