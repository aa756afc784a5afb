using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Accounts.ByMail;

/// <summary>
/// Does what a mail's link is for. The password is chosen here, by whom the link shows to read the address's mail, and not when it was
/// asked for: whoever registers somebody else's address never knows the password of what comes of it.
/// </summary>
sealed class UseMailedLink(TicketingDbContext database, UserManager<Member> members, TimeProvider time)
{
    public async Task<Results<Ok<MailedLinkResponse>, ProblemHttpResult>> HandleAsync(
        AccountRequestKind kind, MailedLinkRequest used, HttpContext http, CancellationToken ct)
    {
        if (AccountToken.Read(used.Token) is not { } token)
            return Ended();

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (await FindAsync(kind, token, ct) is not { NormalizedEmail: var address })
            return Ended();

        await database.LockLinksAsync(address, ct);
        if (await FindAsync(kind, token, ct) is not { } request)
            return Ended();

        var known = await FindMemberAsync(request, ct);
        var isNew = kind == AccountRequestKind.Registration;
        if (isNew != known is null)
            return Ended();
        // Asked for before the lock-out, or since: whoever reads the mail learns no more than that the link does nothing.
        if (known is not null && await members.IsLockedOutAsync(known))
            return Ended();

        var member = known ?? new Member { UserName = request.Email, Email = request.Email };
        member.EmailConfirmed = true;
        member.InitialPasswordEndsAt = null;
        var set = isNew ? await members.CreateAsync(member, used.Password ?? "") : await ReplacePasswordAsync(member, used.Password ?? "");
        // The link can be used again, with a better password: what was done is undone with the transaction.
        if (!set.Succeeded)
            return PasswordProblem.Of(set);

        // This one, and others that lie in the mailbox.
        await database.VoidLinksAsync(address, time.GetUtcNow(), ct);
        if (!isNew)
        {
            await database.EndSessionsAsync(member.Id, SessionEnds.PasswordReset, ct);
            database.Enqueue(new PasswordChanged(member.Id, request.Language), time.GetUtcNow());
        }

        database.Audit(
            Actor.Customer(member.Id), isNew ? "account.registered" : "account.password_reset", $"member:{member.Id}", time.GetUtcNow(),
            ClientNetwork.Of(http)?.ToString());
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(new MailedLinkResponse(request.ReturnUrl));
    }

    async Task<AccountRequest?> FindAsync(AccountRequestKind kind, AccountToken token, CancellationToken ct)
    {
        var (hash, now) = (token.Hash, time.GetUtcNow());
        return await database.AccountRequests.AsNoTracking().SingleOrDefaultAsync(r => r.TokenHash == hash && r.Kind == kind && r.TokenEndsAt > now, ct);
    }

    /// <summary>Locked, so that somebody who tries passwords meanwhile does not get in the way.</summary>
    async Task<Member?> FindMemberAsync(AccountRequest request, CancellationToken ct)
    {
        var found = await database.Users
            .FromSql($"""SELECT * FROM "AspNetUsers" WHERE normalized_email = {request.NormalizedEmail} FOR UPDATE""").ToListAsync(ct);
        return found.SingleOrDefault();
    }

    async Task<IdentityResult> ReplacePasswordAsync(Member member, string password)
    {
        var removed = await members.RemovePasswordAsync(member);
        return removed.Succeeded ? await members.AddPasswordAsync(member, password) : removed;
    }

    static ProblemHttpResult Ended() => Problem.NotFound("account_link_ended", "This link has been used, or its time is over.");
}

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
