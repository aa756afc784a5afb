using Microsoft.AspNetCore.Identity;

namespace Ticketing.Core.Accounts;

public static class IdentityResults
{
    /// <summary>For what cannot be refused: Identity does not throw when somebody else has changed the member meanwhile, it changes nothing.</summary>
    public static void ThrowIfFailed(this IdentityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }
}
