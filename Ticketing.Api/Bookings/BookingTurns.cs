using System.Threading.RateLimiting;
using Ticketing.Core.Customers;

namespace Ticketing.Api.Bookings;

/// <summary>
/// What is written next of one customer, or of one booking. Such requests wait for each other in the database, each with one of the few
/// connections that a process has, and whoever sent very many would have them all. So a few are under way, some wait here, and what comes
/// beyond is refused.
/// </summary>
sealed class BookingTurns : IDisposable
{
    /// <summary>At each replica.</summary>
    public const int AtOnce = 2;

    /// <summary>More than anybody who presses a button again and again.</summary>
    public const int InLine = 20;

    readonly PartitionedRateLimiter<HttpContext> turns = PartitionedRateLimiter.Create<HttpContext, Guid>(
        http => RateLimitPartition.GetConcurrencyLimiter(About(http), _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = InLine }));

    /// <summary>Lets the request through when its turn comes, or answers it: 429, and when to come again.</summary>
    public static async ValueTask<object?> TakeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        using var turn = await http.RequestServices.GetRequiredService<BookingTurns>().turns.AcquireAsync(http, cancellationToken: http.RequestAborted);
        if (turn.IsAcquired)
            return await next(context);

        http.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(statusCode: StatusCodes.Status429TooManyRequests);
    }

    public void Dispose() => turns.Dispose();

    /// <summary>The booking of the address, or whose first one it will be: who has a mail's link need not be anybody.</summary>
    static Guid About(HttpContext http) =>
        Guid.TryParse(http.GetRouteValue("id") as string, out var booking) ? booking : Customer.Of(http.User)?.Id ?? Guid.Empty;
}
