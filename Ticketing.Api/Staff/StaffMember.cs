using System.Security.Claims;

namespace Ticketing.Api.Staff;

/// <summary>Who of the staff asks. As an endpoint's parameter it is the caller; the endpoint has to require staff.</summary>
/// <param name="SecondFactor">Whether the sign-in was with a code of an authenticator.</param>
sealed record StaffMember(Guid Id, string Email, Guid SessionId, IReadOnlyList<string> Roles, bool SecondFactor)
{
    public bool IsAdmin => Roles.Contains(Core.Accounts.Roles.Admin);

    /// <summary>An admin's password alone opens nothing.</summary>
    public bool MayWork => SecondFactor || !IsAdmin;

    public static StaffMember? Of(ClaimsPrincipal user) => (user as StaffPrincipal)?.Member;

    /// <summary>Binds an endpoint's parameter.</summary>
    public static ValueTask<StaffMember?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));
}

sealed class StaffPrincipal(StaffMember member) : ClaimsPrincipal(new ClaimsIdentity(StaffExtensions.Scheme))
{
    public StaffMember Member => member;
}
