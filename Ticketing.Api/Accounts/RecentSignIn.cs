using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Accounts;

/// <summary>
/// Members stay signed in for long, so that nobody loses seats or a place in the waiting room to a clock; but their accounts open only to
/// who signed in not long ago (ASVS 4.0.3, 3.3.2).
/// </summary>
sealed class RecentSignIn(TicketingDbContext database, IOptions<SignInOptions> options, TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var signedInSince = time.GetUtcNow() - options.Value.AccountOpenFor;
        var session = Customer.Of(context.HttpContext.User)?.SessionId;
        if (session is null || await database.Sessions.AnyAsync(known => known.Id == session && known.CreatedAt > signedInSince, context.HttpContext.RequestAborted))
            return await next(context);

        return Problem.Unauthorized("login_again", "It is long ago that you signed in. Please sign in again to see your account.");
    }
}
