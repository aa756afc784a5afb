using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ticketing.Core.Security;

/// <summary>
/// Looks at every answer as it begins, from outside of everything that may refuse, and records the refusals that are security events. An
/// answer that is none costs a comparison.
/// </summary>
sealed class RefusalEvents(SecurityEvents events) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        Func<object, Task> look = Look;
        app.Use((http, following) =>
        {
            http.Response.OnStarting(look, http);
            return following(http);
        });
        next(app);
    };

    Task Look(object state)
    {
        var http = (HttpContext)state;
        if (http.Response.StatusCode >= StatusCodes.Status400BadRequest)
            Record(http);
        return Task.CompletedTask;
    }

    void Record(HttpContext http)
    {
        var (status, reason, endpoint) = (http.Response.StatusCode, http.Features.Get<RefusalReason>()?.Code, SecurityEvents.EndpointOf(http));
        // Whoever refused has recorded it.
        if (reason is null && endpoint?.Metadata.GetMetadata<AnsweredElsewhere>() is not null)
            return;
        // Where no endpoint was looked for yet, only the filter of hosts can have refused.
        if (reason is null && endpoint is null && status == StatusCodes.Status400BadRequest)
            events.Record(SecurityEventKind.UnknownHost, http, status, "unknown_host");
        else if ((reason ?? Problems.ProblemCodes.OfStatus(status)) is var code && KindOf(status, code) is { } kind)
            events.Record(kind, http, status, code);
    }

    static SecurityEventKind? KindOf(int status, string code) => (status, code) switch
    {
        (_, "login_failed" or "code_required" or "code_wrong") => SecurityEventKind.SignInFailed,
        (_, "too_many_attempts") => SecurityEventKind.LockedOut,
        (_, "account_link_ended" or "booking_link_wrong") => SecurityEventKind.LinkRefused,
        (_, "foreign_origin") => SecurityEventKind.ForeignOrigin,
        // How a sale goes for everybody.
        (_, "waiting_room_required" or "challenge_required") => null,
        // Of somebody else's it is said that there is none.
        (StatusCodes.Status404NotFound, "booking_not_found") => SecurityEventKind.AccessRefused,
        (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden, _) => SecurityEventKind.AccessRefused,
        (StatusCodes.Status429TooManyRequests, _) => SecurityEventKind.RateRefused,
        (StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType, _) => SecurityEventKind.InputRefused,
        _ => null,
    };
}

/// <summary>Why a request is refused, in a stable word.</summary>
sealed record RefusalReason(string Code);

/// <summary>Metadata of endpoints that pass requests on to a service that records its own refusals.</summary>
public sealed record AnsweredElsewhere;

public static class RefusalExtensions
{
    /// <summary>Says in the security events why the request is refused; the first who says it knows best.</summary>
    /// <param name="code">A stable word of ours.</param>
    public static void SetRefusalReason(this HttpContext http, string code)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Features.Get<RefusalReason>() is null)
            http.Features.Set(new RefusalReason(code));
    }
}
