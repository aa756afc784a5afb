using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;

namespace Ticketing.Api.Accounts.ByMail;

/// <summary>
/// Writes down what somebody wants for an address, and has it mailed there. Whether the address is a member's is looked up when the
/// mail is written: here it could show, be it by the time that it takes.
/// </summary>
sealed class AskByMail(
    TicketingDbContext database, ILookupNormalizer addresses, IOptions<AccountMailOptions> options, TimeProvider time,
    ILogger<AskByMail> logger)
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <param name="wish">A valid one.</param>
    public async Task HandleAsync(AccountRequestKind kind, ByMailRequest wish, CancellationToken ct)
    {
        var (email, now) = (EmailAddress.Parse(wish.Email)!, time.GetUtcNow());
        var address = addresses.NormalizeEmail(email)!;
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await database.LockAsync([$"account-mails:{address}"], ct);
        var since = now - Hour;
        if (await database.AccountRequests.CountAsync(r => r.Kind == kind && r.NormalizedEmail == address && r.CreatedAt > since, ct) >= options.Value.PerHourAndAddress)
        {
            // The answer is the same: only who reads the mails could tell.
            logger.LogInformation("An address has had its mails about accounts for this hour");
            return;
        }

        var request = new AccountRequest
        {
            Id = Guid.CreateVersion7(now),
            Kind = kind,
            Email = email,
            NormalizedEmail = address,
            Language = wish.Language!,
            ReturnUrl = wish.ReturnUrl,
            CreatedAt = now,
        };
        database.AccountRequests.Add(request);
        database.Enqueue(new AccountRequested(request.Id), now);
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
