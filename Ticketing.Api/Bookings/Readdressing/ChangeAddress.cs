using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Api.Audit;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings.Readdressing;

/// <summary>
/// The customer's own way to another address for a paid booking: asked for from the booking's page, confirmed from the new address, and
/// stopped, if need be, from the former one. See <see cref="AddressChange"/>.
/// </summary>
sealed class ChangeAddress(TicketingDbContext context, ReaddressBooking bookings, IOptions<AddressChangeOptions> options, TimeProvider time)
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// Has both ends told. How many seats the new address has already only its own reader learns, when it is too many: the answer here is
    /// the same for every address but the booking's.
    /// </summary>
    /// <param name="email">As <see cref="EmailAddress.Parse"/> answers.</param>
    public async Task<Results<Accepted, ProblemHttpResult>> AskAsync(
        Guid bookingId, string email, Customer? customer, BookingLink? link, string? network, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        if (await bookings.LoadAsync(bookingId, ct) is not { } booking || await context.ActorAsync(bookingId, customer, link, ct) is not { } actor)
            return BookingEndpoints.NotFound();
        if (booking.Status != BookingStatus.Confirmed)
            return ReaddressBooking.NotReaddressable();
        if (booking.Email == email)
            return Problem.Conflict("address_unchanged", "The booking has this address.");

        var now = time.GetUtcNow();
        var earlier = await ChangesAsync(bookingId, ct);
        if (earlier.Exists(change => change.Status == AddressChangeStatus.Stopped))
            return Problem.Conflict("address_change_stopped", "The reader of the booking's address did not want it changed: only the staff of the cinema can.");
        if (earlier.Count(change => change.CreatedAt > now - Day) >= options.Value.PerDayAndBooking)
            return Problem.TooManyRequests("too_many_address_changes", "The address was changed often enough for today. Please ask the staff of the cinema.");

        foreach (var former in earlier.Where(change => change.Status == AddressChangeStatus.Open))
            former.Supersede();
        // Before the next one is open.
        await context.SaveChangesAsync(ct);
        var change = new AddressChange { Id = Guid.CreateVersion7(now), BookingId = bookingId, FormerEmail = booking.Email, NewEmail = email, CreatedAt = now };
        context.AddressChanges.Add(change);
        Tell(change, MailKind.AddressConfirmation);
        Tell(change, MailKind.AddressChangeNotice);
        context.Audit(actor, "booking.address_change_asked", $"booking:{bookingId}", now, network, new { change.Id });
        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Accepted((string?)null);
    }

    /// <summary>The reader of the new address agrees. Repeated, it changes nothing more.</summary>
    public async Task<Results<NoContent, ProblemHttpResult>> ConfirmAsync(Guid changeId, string? network, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        if (await LoadAsync(changeId, ct) is not ({ } booking, { } change, _))
            return Ended();
        if (change.Status == AddressChangeStatus.Confirmed)
            return TypedResults.NoContent();
        if (!change.IsConfirmable(time.GetUtcNow()))
            return Ended();
        if (await bookings.TryMoveAsync(booking, change.NewEmail, Actor.MailLink, BookingReasons.Readdressed, ct) is { } refusal)
            return refusal;

        change.Confirm(time.GetUtcNow());
        await SaveAsync("booking.address_change_confirmed", change, network, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>The reader of the former address does not. Its booking has it, or has it again, and staff alone can change that.</summary>
    public async Task<Results<Ok<StoppedChangeResponse>, ProblemHttpResult>> StopAsync(Guid changeId, string? network, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        if (await LoadAsync(changeId, ct) is not ({ } booking, { } change, { } all))
            return Ended();
        if (change.Status == AddressChangeStatus.Stopped)
            return TypedResults.Ok(new StoppedChangeResponse(change.ConfirmedAt is not null));
        if (!change.IsStoppable(time.GetUtcNow()))
            return Ended();

        // Not TryMoveAsync: the address had these seats before, whatever it has bought since.
        var isUndone = change.Status == AddressChangeStatus.Confirmed && bookings.Move(booking, change.FormerEmail, Actor.MailLink, BookingReasons.ReaddressingStopped);
        if (isUndone)
            Tell(all.Last(one => one.Status == AddressChangeStatus.Confirmed), MailKind.AddressChangeUndone);
        // With it goes what whoever asked for it has done or asked for since.
        foreach (var later in all.Where(one => one.CreatedAt > change.CreatedAt))
            later.Supersede();
        change.Stop();
        await SaveAsync("booking.address_change_stopped", change, network, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(new StoppedChangeResponse(isUndone));
    }

    public static ProblemHttpResult Ended() => Problem.NotFound("address_link_ended", "This link has been used, or its time is over.");

    /// <summary>The change with its booking, which the current transaction then has alone, and all changes of that.</summary>
    async Task<(Booking? Booking, AddressChange? Change, List<AddressChange>? All)> LoadAsync(Guid changeId, CancellationToken ct)
    {
        var bookingId = await context.AddressChanges.Where(c => c.Id == changeId).Select(c => c.BookingId).SingleOrDefaultAsync(ct);
        if (await bookings.LoadAsync(bookingId, ct) is not { } booking)
            return default;

        var all = await ChangesAsync(bookingId, ct);
        return (booking, all.Find(change => change.Id == changeId), all);
    }

    /// <summary>The oldest first.</summary>
    Task<List<AddressChange>> ChangesAsync(Guid bookingId, CancellationToken ct) =>
        context.AddressChanges.Where(change => change.BookingId == bookingId).OrderBy(change => change.CreatedAt).ToListAsync(ct);

    void Tell(AddressChange change, MailKind kind) => context.Enqueue(new AddressChangeNotice(change.Id, kind), time.GetUtcNow());

    async Task SaveAsync(string action, AddressChange change, string? network, CancellationToken ct)
    {
        context.Audit(Actor.MailLink, action, $"booking:{change.BookingId}", time.GetUtcNow(), network, new { change.Id });
        await context.SaveChangesAsync(ct);
    }
}

/// <param name="Undone">Whether the booking had the new address, and has the former one again.</param>
sealed record StoppedChangeResponse(bool Undone);

/// <summary>The section <c>AddressChanges</c>.</summary>
sealed class AddressChangeOptions
{
    /// <summary>How often a day customers can ask for another address for a booking: each sends mails to two.</summary>
    [Range(1, 100)]
    public int PerDayAndBooking { get; init; } = 3;
}
