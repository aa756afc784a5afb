using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.Api.Accounts.ByMail;

/// <summary>The links that lie in an address's mailbox: each opens the account, so none outlives what was to keep others out of it.</summary>
static class MailedLinks
{
    /// <summary>
    /// Before any row is taken: who uses a link of the address, and who voids them, wait for each other here, before either has a row
    /// that the other wants.
    /// </summary>
    public static Task LockLinksAsync(this TicketingDbContext database, string normalizedEmail, CancellationToken ct) =>
        database.LockAsync([$"account:{normalizedEmail}"], ct);

    /// <summary>In the transaction that has their lock. Those too that were asked for and are yet to be mailed.</summary>
    public static Task<int> VoidLinksAsync(this TicketingDbContext database, string normalizedEmail, DateTimeOffset now, CancellationToken ct) => database.AccountRequests
        .Where(request => request.NormalizedEmail == normalizedEmail && (request.TokenHash != null || request.TokenEndsAt == null))
        .ExecuteUpdateAsync(request => request.SetProperty(r => r.TokenHash, (byte[]?)null).SetProperty(r => r.TokenEndsAt, now), ct);
}
