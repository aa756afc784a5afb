using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Api.Accounts;

/// <summary>Whoever registers becomes a customer, in the same transaction.</summary>
sealed class MemberStore(TicketingDbContext context, IdentityErrorDescriber? describer = null)
    : UserStore<Member, IdentityRole<Guid>, TicketingDbContext, Guid>(context, describer)
{
    static readonly string CustomerRole = Roles.Customer.ToUpperInvariant();

    /// <summary>Also asked for what links of mails say, which anybody can change.</summary>
    public override async Task<Member?> FindByIdAsync(string userId, CancellationToken cancellationToken = default) =>
        Guid.TryParse(userId, out _) ? await base.FindByIdAsync(userId, cancellationToken) : null;

    public override async Task<IdentityResult> CreateAsync(Member user, CancellationToken cancellationToken = default)
    {
        user.Id = Guid.CreateVersion7();
        await AddToRoleAsync(user, CustomerRole, cancellationToken);
        return await base.CreateAsync(user, cancellationToken);
    }
}
