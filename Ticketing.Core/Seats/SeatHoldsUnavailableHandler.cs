using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Problems;

namespace Ticketing.Core.Seats;

/// <summary>Answers 503 <c>holds_unavailable</c> while Redis is away.</summary>
sealed class SeatHoldsUnavailableHandler(TimeProvider clock, ILogger<SeatHoldsUnavailableHandler> logger) : IExceptionHandler
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    readonly RepeatedWarning warning = new(clock);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not SeatHoldsUnavailableException)
            return false;

        // Without the stack: while Redis is away every request says the same.
        if (warning.IsDue(out var times))
            logger.LogWarning("Seat holds are unavailable ({Times} times): {Reason}", times, exception.Message);
        httpContext.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await Problem.Unavailable("holds_unavailable", "Seats cannot be held right now. Please try again in a moment.").ExecuteAsync(httpContext);
        return true;
    }
}

/// <summary>Redis, or what it is rebuilt from, does not answer: try again in a few seconds.</summary>
public sealed class SeatHoldsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
