using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Ticketing.Core.Database;

public static class DatabaseExtensions
{
    /// <summary>Registers the pooled <see cref="TicketingDbContext"/> on the connection string <c>ticketing</c>.</summary>
    public static void AddTicketingDatabase(this IHostApplicationBuilder builder) =>
        builder.AddNpgsqlDbContext<TicketingDbContext>(
            "ticketing",
            // A retry would break explicit transactions, and could run twice what was committed but whose answer was lost.
            settings => settings.DisableRetry = true,
            options => options.UseSnakeCaseNamingConvention());
}
