using Microsoft.AspNetCore.Identity;

namespace Ticketing.Core.Accounts;

/// <summary>Somebody with an account: a customer or staff. The id is also the customer id.</summary>
public sealed class Member : IdentityUser<Guid>;

/// <summary>What a member may do.</summary>
public static class Roles
{
    public const string Customer = "customer";
    public const string Staff = "staff";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Customer, Staff, Admin];
}
