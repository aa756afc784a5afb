using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;

namespace Ticketing.Api.Bookings;

static class BookingActors
{
    /// <summary>Who acts for a booking: its owner, else whoever has the link of its mail; null for anybody else.</summary>
    public static async Task<Actor?> ActorAsync(this TicketingDbContext context, Guid bookingId, Customer? customer, BookingLink? link, CancellationToken ct)
    {
        if (customer is not null && await context.Bookings.Of(customer).AnyAsync(b => b.Id == bookingId, ct))
            return Actor.Customer(customer.Id);

        return link is not null && link.BookingId == bookingId && await context.Bookings.OpenedBy(link).AnyAsync(ct) ? Actor.MailLink : null;
    }
}
