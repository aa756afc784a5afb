using Microsoft.AspNetCore.Identity;

namespace Ticketing.Core.Accounts;

/// <summary>Somebody with an account: a customer or staff. The id is also the customer id.</summary>
public sealed class Member : IdentityUser<Guid>
{
    /// <summary>The time step (RFC 6238) of the last code of the authenticator that was accepted: no code is worth anything twice.</summary>
    public long? LastCodeStep { get; init; }

    /// <summary>
    /// Not null while the password is one that was given to the member: it lets in until then, and nobody as staff before the member has
    /// chosen another.
    /// </summary>
    public DateTimeOffset? InitialPasswordEndsAt { get; set; }
}

/// <summary>What a member may do.</summary>
public static class Roles
{
    public const string Customer = "customer";
    public const string Staff = "staff";
    public const string Admin = "admin";

    /// <summary>Those with whom somebody is staff.</summary>
    public static IReadOnlyList<string> OfStaff { get; } = [Staff, Admin];

    public static IReadOnlyList<string> All { get; } = [Customer, Staff, Admin];
}

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
