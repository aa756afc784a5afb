using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Staff;

static class StaffPages
{
    /// <summary>The session that the browser has, or null where it has none: then staff have to sign in.</summary>
    /// <exception cref="ApiException">Whether it has one cannot be told.</exception>
    public static async Task<StaffSession?> RequireAsync(this StaffClient staff, HttpContext context, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (StaffCookie.Read(context) is null)
            return null;
        if ((await staff.SessionAsync(ct)).Succeeded(out var session, out var problem))
            return session;

        return problem.Status == StatusCodes.Status401Unauthorized ? null : throw new ApiException(problem);
    }
}
