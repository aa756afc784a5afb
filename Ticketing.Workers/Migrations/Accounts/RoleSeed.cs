using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Accounts;

namespace Ticketing.Workers.Migrations.Accounts;

/// <summary>The roles that the code names exist in every environment.</summary>
sealed class RoleSeed(RoleManager<IdentityRole<Guid>> roles)
{
    public async Task AddMissingAsync()
    {
        foreach (var name in Roles.All)
        {
            if (!await roles.RoleExistsAsync(name))
                (await roles.CreateAsync(new IdentityRole<Guid>(name) { Id = Guid.CreateVersion7() })).ThrowIfFailed();
        }
    }
}
