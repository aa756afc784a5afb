using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Workers.Emails.Writing;

namespace Ticketing.Workers.Emails;

/// <summary>
/// Tells both ends when a paid booking is to have another address. Neither learns the other: each may be a stranger's. The links are made
/// here, so that no message, in no queue, has one.
/// </summary>
sealed class AddressChangeMails(TicketingDbContext database, BookingLinks links, MailWriter writer, MailDispatch mails, IOptions<MailOptions> options, TimeProvider time)
{
    public Task SendOnceAsync(AddressChangeNotice message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(
        context, cancel => DueAsync(message, cancel), ct);

    /// <summary>Null when it is over by now.</summary>
    /// <exception cref="FutileMessageException">There is no such mail.</exception>
    async Task<DueMail?> DueAsync(AddressChangeNotice message, CancellationToken ct)
    {
        if (await database.AddressChanges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == message.ChangeId, ct) is not { } change)
            return null;

        var (now, site) = (time.GetUtcNow(), options.Value.PublicUrl!);
        var (isDue, recipient, link) = message.Kind switch
        {
            MailKind.AddressConfirmation => (change.IsConfirmable(now), change.NewEmail, links.PageOf(site, change, AddressLink.Confirm)),
            MailKind.AddressChangeNotice => (change.IsStoppable(now), change.FormerEmail, links.PageOf(site, change, AddressLink.Stop)),
            MailKind.AddressChangeUndone => (true, change.NewEmail, new Uri(site, "/bookings/find")),
            _ => throw new FutileMessageException($"{message.Kind} is not about another address."),
        };
        if (!isDue)
            return null;

        var booking = await database.Bookings.AsNoTracking().Where(b => b.Id == change.BookingId).Select(b => new { b.Reference, b.Language }).SingleAsync(ct);
        var key = new MailKey(message.Kind, change.Id);
        return new DueMail(key, recipient, change.BookingId, _ =>
            writer.WriteAsync(key, new AccountMail(message.Kind, recipient, booking.Language, link, SecondLink: null) { About = booking.Reference }));
    }
}
