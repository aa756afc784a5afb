using Ticketing.Core.Bookings;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Writes down the public half of the signing key, which from then on is the active one, before the first ticket is signed with it; not
/// when the process starts, since it may start in a region that stands by.
/// </summary>
sealed class TicketKeyPublication(TicketSigner signer, TimeProvider time)
{
    volatile bool isPublished;

    public async Task EnsureAsync(TicketingDbContext context, CancellationToken ct)
    {
        if (isPublished)
            return;

        await context.ActivateTicketKeyAsync(signer, time.GetUtcNow(), ct);
        isPublished = true;
    }
}
