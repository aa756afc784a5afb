using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Problems;

namespace Ticketing.Core.Database;

public static class StandbyExtensions
{
    /// <summary>Whether the database is a replica: it can be read, and follows another.</summary>
    public static Task<bool> IsReplicaAsync(this TicketingDbContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Database.SqlQuery<bool>($"SELECT pg_is_in_recovery() AS \"Value\"").SingleAsync(ct);
    }

    /// <summary>
    /// While this region stands by, answers everything with 503 <c>region_standby</c>: nothing can be sold, and even a page or a seat
    /// map may have to write a key or a row. Call it first; the management endpoints answer as ever.
    /// </summary>
    public static void UseStandby(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var standby = app.ApplicationServices.GetRequiredService<Standby>();
        app.Use((http, next) => standby.IsOn
            ? Problem.Unavailable("region_standby", "Tickets are sold in another region at the moment. Please try again.").ExecuteAsync(http)
            : next(http));
    }
}
