using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Ticketing.Core.Problems;

namespace Ticketing.SeatHolds.WaitingRooms;

/// <summary>What the waiting room needs for this does not answer: try again in a few seconds.</summary>
sealed class WaitingRoomUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Answers 503 <c>waiting_room_unavailable</c>.</summary>
sealed class WaitingRoomUnavailableHandler(TimeProvider clock, ILogger<WaitingRoomUnavailableHandler> logger) : IExceptionHandler
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    readonly RepeatedWarning warning = new(clock);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not WaitingRoomUnavailableException)
            return false;

        // Without the stack: during an outage every request says the same.
        if (warning.IsDue(out var times))
            logger.LogWarning("The waiting room is unavailable ({Times} times): {Reason}", times, exception.Message);
        httpContext.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await Problem.Unavailable("waiting_room_unavailable", "The waiting room cannot do this right now. Your place is kept.").ExecuteAsync(httpContext);
        return true;
    }
}
