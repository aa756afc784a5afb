using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Support.Emails;

static class GivenPaidBooking
{
    static readonly DateTimeOffset StartsAt = new(2030, 6, 1, 10, 30, 0, TimeSpan.Zero);

    /// <summary>When it was paid, by the clock of the tests of mails.</summary>
    public static readonly DateTimeOffset PaidAt = StartsAt.AddDays(-9);

    /// <summary>A booking of two seats (H12, H13) in an otherwise empty database, for a film at half past seven in the evening in Seoul.</summary>
    public static async Task<Booking> GivenPaidBookingAsync(this TicketingDbContext database, string language = "ko", bool isConfirmed = true, string? email = null)
    {
        email ??= $"{Guid.NewGuid():N}@example.com";
        var cinema = new Cinema { Id = "seoul", NameKo = "서울 강남", NameEn = "Seoul Gangnam", CityKo = "서울", CityEn = "Seoul", TimeZone = "Asia/Seoul" };
        var auditorium = new Auditorium { Id = "seoul-1", CinemaId = cinema.Id, NameKo = "1관", NameEn = "Hall 1", Format = AuditoriumFormat.Standard };
        auditorium.Seats.AddRange(Enumerable.Range(0, 2).Select(index => new Seat
        {
            AuditoriumId = auditorium.Id,
            Index = index,
            Row = "H",
            Number = index + 12,
            X = index,
            Y = 0,
            Kind = SeatKind.Standard,
            Zone = SeatZone.Prime,
        }));
        var film = new Film
        {
            Id = "exhuma",
            TitleKo = "파묘",
            TitleEn = "Exhuma",
            TitleOriginal = "파묘",
            OriginalLanguage = "ko",
            Rating = FilmRating.Age15,
            RuntimeMinutes = 134,
            ReleasedInKorea = new DateOnly(2024, 2, 22),
        };
        var plan = DemoPrices.Standard();
        var showing = new Showing
        {
            FilmId = film.Id,
            AuditoriumId = auditorium.Id,
            PricePlanId = plan.Id,
            StartsAt = StartsAt,
            EndsAt = StartsAt.AddMinutes(144),
            SaleOpensAt = PaidAt.AddDays(-1),
            CutoffAt = StartsAt,
            AudioLanguage = "ko",
        };
        database.AddRange(cinema, auditorium, film, plan, showing);
        await database.SaveChangesAsync();

        var booking = new Booking(Actor.Payments, PaidAt)
        {
            Id = Guid.CreateVersion7(),
            Reference = "K7PX2M9QHT",
            ShowingId = showing.Id,
            CustomerId = Guid.NewGuid(),
            HoldId = $"{Guid.NewGuid():N}",
            Email = email,
            NormalizedEmail = email,
            Language = language,
            Amount = 27_000,
            Currency = "KRW",
            ExpiresAt = PaidAt.AddMinutes(10),
        };
        booking.Seats.AddRange(auditorium.Seats.Select(seat =>
            seat.Index == 0 ? showing.SeatOf(seat, price: 15_000) : showing.SeatOf(seat, Concession.Youth, 12_000)));
        database.Add(booking);
        await database.SaveChangesAsync();
        if (isConfirmed)
            await ConfirmAsync(database, booking);
        return booking;
    }

    /// <summary>Gives the first so many of the booking's seats back, and answers the message that says so.</summary>
    public static async Task<TicketsCancelled> GivesBackAsync(
        this TicketingDbContext database, Booking booking, int seats = 2, RefundReason reason = RefundReason.CustomerCancelled)
    {
        var now = TimeProvider.System.GetUtcNow();
        var returned = booking.Seats.Where(seat => seat.FreedAt is null).OrderBy(seat => seat.Seat.Index).Take(seats).ToList();
        var refund = database.GiveBack(booking, returned, reason, Actor.Customer(booking.CustomerId), BookingReasons.Placed, now);
        await database.SaveChangesAsync();
        return new TicketsCancelled(booking.Id, booking.ShowingId, Booking.SeatEpochs(returned), refund.Id, reason, booking.Status == BookingStatus.Cancelled);
    }

    /// <summary>The provider has paid it.</summary>
    public static async Task<RefundCompleted> CompletesAsync(this TicketingDbContext database, Booking booking, Guid refundId)
    {
        booking.CompleteRefund(booking.Refunds.Single(refund => refund.Id == refundId), TimeProvider.System.GetUtcNow());
        await database.SaveChangesAsync();
        return new RefundCompleted(refundId, booking.Id);
    }

    public static BookingConfirmed Message(this Booking booking) => new(booking.Id, booking.ShowingId, []);

    static async Task ConfirmAsync(TicketingDbContext database, Booking booking)
    {
        database.PaymentAttempts.Add(new PaymentAttempt
        {
            Id = Guid.CreateVersion7(),
            BookingId = booking.Id,
            Amount = booking.Amount,
            Description = "Exhuma H12, H13",
            Currency = booking.Currency,
            CreatedAt = PaidAt,
            Status = PaymentAttemptStatus.Captured,
        });
        booking.TryBeginConfirming(PaidAt).ShouldBeTrue();
        booking.Confirm(
            booking.Seats.Select((seat, index) => new Ticket { Id = Guid.CreateVersion7(), BookingSeatId = seat.Id, Code = TicketMails.ACode(index), IssuedAt = PaidAt }), PaidAt);
        // Their ids are set, so EF would take them for rows that are there.
        database.AddRange(booking.Tickets);
        await database.SaveChangesAsync();
    }
}
