using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Payments;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;
using Actor = Ticketing.Core.Bookings.Actor;

namespace Ticketing.Api.Accounts;

/// <summary>What is kept about a member, for the member to take along (ASVS 4.0.3, 8.3.2). Secrets, and what lets in, are left out.</summary>
static class OwnData
{
    public static async Task<Results<Ok<OwnDataResponse>, ProblemHttpResult>> Export(
        Customer customer, HttpContext http, TicketingDbContext database, TimeProvider time, CancellationToken ct)
    {
        if (!customer.IsMember || await database.Users.AsNoTracking().SingleOrDefaultAsync(member => member.Id == customer.Id, ct) is not { } member)
            return Problem.Forbidden("member_required", "Guests have no account.");

        var data = await ReadAsync(member, database, ct);
        database.Audit(Actor.Customer(member.Id), "member.data_exported", $"member:{member.Id}", time.GetUtcNow(), ClientNetwork.Of(http)?.ToString());
        await database.SaveChangesAsync(ct);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(data);
    }

    static async Task<OwnDataResponse> ReadAsync(Member member, TicketingDbContext database, CancellationToken ct)
    {
        var bookings = await database.Bookings.AsNoTracking().AsSplitQuery().Where(booking => booking.CustomerId == member.Id)
            .OrderBy(booking => booking.CreatedAt)
            .Select(booking => new OwnBooking(
                booking.Id, booking.Reference, booking.Showing.Film.TitleOriginal, booking.Showing.Auditorium.Cinema.NameKo, booking.Showing.StartsAt,
                booking.Status, booking.Amount, booking.Currency, booking.Email, booking.Language, booking.Network, booking.CreatedAt,
                booking.Seats.OrderBy(seat => seat.Seat.Index)
                    .Select(seat => new OwnSeat(seat.Seat.Row, seat.Seat.Number, seat.Concession, seat.Price, seat.FreedAt)).ToList(),
                booking.Refunds.OrderBy(refund => refund.RequestedAt)
                    .Select(refund => new OwnRefund(refund.Amount, refund.Reason, refund.Status, refund.RequestedAt, refund.CompletedAt)).ToList(),
                booking.Events.OrderBy(moved => moved.Id).Select(moved => new OwnEvent(moved.At, moved.From, moved.To, moved.Why)).ToList()))
            .ToListAsync(ct);
        var ids = bookings.ConvertAll(booking => booking.Id);
        var subjects = ids.ConvertAll(id => $"booking:{id}");
        subjects.Add($"member:{member.Id}");
        string[] actors = [Actor.Customer(member.Id).ToString(), Actor.Staff(member.Id).ToString()];

        return new OwnDataResponse(
            member.Id, member.Email!, member.TwoFactorEnabled,
            await database.UserRoles.Where(role => role.UserId == member.Id).Join(database.Roles, role => role.RoleId, role => role.Id, (_, role) => role.Name!)
                .OrderBy(role => role).ToListAsync(ct),
            await database.Sessions.AsNoTracking().Where(session => session.MemberId == member.Id).OrderBy(session => session.CreatedAt)
                .Select(session => new OwnSession(
                    session.Kind, session.CreatedAt, session.UsedAt, session.ExpiresAt, session.EndedAt, session.EndedWhy, session.Network, session.UserAgent))
                .ToListAsync(ct),
            bookings,
            await database.AddressChanges.AsNoTracking().Where(change => ids.Contains(change.BookingId)).OrderBy(change => change.CreatedAt)
                .Select(change => new OwnAddressChange(change.BookingId, change.FormerEmail, change.NewEmail, change.CreatedAt, change.Status, change.ConfirmedAt)).ToListAsync(ct),
            await database.MailDeliveries.AsNoTracking()
                .Where(mail => mail.BookingId == null ? mail.Recipient == member.Email : ids.Contains(mail.BookingId.Value))
                .OrderBy(mail => mail.TriedAt).Select(mail => new OwnMail(mail.Kind, mail.BookingId, mail.Recipient, mail.SentAt)).ToListAsync(ct),
            // Who of the staff it was is theirs.
            await database.AuditEntries.AsNoTracking().Where(entry => actors.Contains(entry.By) || subjects.Contains(entry.Subject))
                .OrderBy(entry => entry.Id)
                .Select(entry => new OwnAuditEntry(entry.At, actors.Contains(entry.By), entry.Action, entry.Subject, actors.Contains(entry.By) ? entry.Network : null))
                .ToListAsync(ct));
    }
}

/// <param name="SecondFactor">Whether an authenticator is enrolled.</param>
/// <param name="Audit">What the member did, and what staff did with the member's data.</param>
sealed record OwnDataResponse(
    Guid MemberId, string Email, bool SecondFactor, IReadOnlyList<string> Roles, IReadOnlyList<OwnSession> Sessions, IReadOnlyList<OwnBooking> Bookings,
    IReadOnlyList<OwnAddressChange> AddressChanges, IReadOnlyList<OwnMail> Mails, IReadOnlyList<OwnAuditEntry> Audit);

sealed record OwnSession(
    SessionKind Kind, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, string? EndedWhy, string? Network,
    string? UserAgent);

/// <summary>Amounts are whole units of <paramref name="Currency"/>.</summary>
sealed record OwnBooking(
    Guid Id, string Reference, string Film, string Cinema, DateTimeOffset StartsAt, BookingStatus Status, long Amount, string Currency, string Email,
    string Language, string? Network, DateTimeOffset CreatedAt, IReadOnlyList<OwnSeat> Seats, IReadOnlyList<OwnRefund> Refunds, IReadOnlyList<OwnEvent> History);

sealed record OwnSeat(string Row, int Number, Concession Concession, long Price, DateTimeOffset? FreedAt);

sealed record OwnRefund(long Amount, RefundReason Reason, RefundStatus Status, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt);

sealed record OwnEvent(DateTimeOffset At, BookingStatus? From, BookingStatus To, string Why);

sealed record OwnAddressChange(
    Guid BookingId, string FormerEmail, string NewEmail, DateTimeOffset CreatedAt, AddressChangeStatus Status, DateTimeOffset? ConfirmedAt);

sealed record OwnMail(MailKind Kind, Guid? BookingId, string Recipient, DateTimeOffset? SentAt);

/// <param name="ByMember">Else by staff.</param>
/// <param name="Network">Only the member's own.</param>
sealed record OwnAuditEntry(DateTimeOffset At, bool ByMember, string Action, string Subject, string? Network);
