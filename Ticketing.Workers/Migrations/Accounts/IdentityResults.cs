using Microsoft.AspNetCore.Identity;

namespace Ticketing.Workers.Migrations.Accounts;

static class IdentityResults
{
    public static void ThrowIfFailed(this IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }
}
