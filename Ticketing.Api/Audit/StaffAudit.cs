using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Requests;
using Ticketing.Core.Security;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Audit;

/// <summary>
/// What staff read of people is written down: who, what of whom, when, from where. Every endpoint of theirs says whether it shows personal
/// data, or the service does not start; where the row cannot be written, nothing is shown.
/// </summary>
static class StaffAudit
{
    const string Path = "/api/staff";

    /// <summary>Every answer of the endpoint is a row, also that there is nothing: asking tells something, too. But not that nothing changed.</summary>
    /// <param name="action">See <see cref="AuditEntry.Action"/>.</param>
    /// <param name="subject">See <see cref="AuditEntry.Subject"/>; from the request and the answer, of which nothing has been sent.</param>
    /// <param name="filters">Names in the query by which a list is narrowed down: which were given is in the row, and nothing else of the query.</param>
    public static RouteHandlerBuilder AuditsRead(
        this RouteHandlerBuilder endpoint, string action, Func<HttpContext, object?, string> subject, params string[] filters) =>
        endpoint.WithMetadata(new AuditDeclaration(action)).AddEndpointFilter(async (invocation, next) =>
        {
            var answer = await next(invocation);
            var result = answer is INestedHttpResult nested ? nested.Result : answer;
            var status = StatusOf(result);
            return status == StatusCodes.Status304NotModified
                || await TryWriteAsync(invocation.HttpContext, action, subject(invocation.HttpContext, result), status, filters)
                ? answer
                : Problem.Unavailable("audit_unavailable", "It could not be written down who reads this, so it is not shown.");
        });

    /// <param name="why">For whoever reviews it.</param>
    public static RouteHandlerBuilder ShowsNoPersonalData(this RouteHandlerBuilder endpoint, string why) => endpoint.WithMetadata(new AuditDeclaration(why));

    /// <summary>Call it after every endpoint is mapped.</summary>
    /// <exception cref="InvalidOperationException">An endpoint for staff does not say whether it shows personal data.</exception>
    public static void RequireAuditOfStaff(this IEndpointRouteBuilder routes)
    {
        var silent = routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith(Path, StringComparison.OrdinalIgnoreCase) == true)
            .Where(endpoint => endpoint.Metadata.GetMetadata<AuditDeclaration>() is null)
            .Select(endpoint => endpoint.DisplayName)
            .ToList();
        if (silent is not [])
            throw new InvalidOperationException($"These say neither AuditsRead nor ShowsNoPersonalData: {string.Join(", ", silent)}.");
    }

    static async Task<bool> TryWriteAsync(HttpContext http, string action, string subject, int status, string[] filters)
    {
        var services = http.RequestServices;
        var context = services.GetRequiredService<TicketingDbContext>();
        var staff = StaffMember.Of(http.User) ?? throw new InvalidOperationException("Staff have to be signed in to read anything.");
        context.Audit(
            Actor.Staff(staff.Id), action, Storable(subject), services.GetRequiredService<TimeProvider>().GetUtcNow(),
            ClientNetwork.Of(http)?.ToString(), filters is [] ? new { Status = status } : new { Status = status, Filters = Filters(http, filters) });
        try
        {
            // Not the request's token: who goes away with the answer already made has still asked.
            await context.SaveChangesAsync(CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is DbUpdateException or NpgsqlException)
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StaffAudit)).LogError(failure, "{Action} could not be written down", action);
            return false;
        }
    }

    /// <summary>A reference is typed by somebody, so anything may be in it.</summary>
    static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal).Cut(AuditEntry.LongestSubject);

    /// <summary>Those that were given.</summary>
    static Dictionary<string, string> Filters(HttpContext http, string[] filters) =>
        filters.Where(filter => http.Request.Query.ContainsKey(filter)).ToDictionary(filter => filter, filter => Storable(http.Request.Query[filter].ToString()));

    static int StatusOf(object? result) => result is IStatusCodeHttpResult { StatusCode: { } status } ? status : StatusCodes.Status200OK;

    /// <param name="Says">The action, or why there is nothing to audit.</param>
    sealed record AuditDeclaration(string Says);
}
