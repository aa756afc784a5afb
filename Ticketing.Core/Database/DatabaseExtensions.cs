using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Ticketing.Core.Database;

public static class DatabaseExtensions
{
    /// <summary>
    /// Connections that one process may have, unless its connection string says otherwise: all replicas of all services
    /// together have to stay below the server's own limit, or a crowd at one service would lock out the others.
    /// </summary>
    const int MaxConnections = 20;

    /// <summary>How long a pool remembers which of several servers is the primary: a promotion is noticed no sooner.</summary>
    const int HostRecheckSeconds = 1;

    /// <summary>
    /// Statements that a connection keeps prepared, those used last: planning a booking's statements anew each time costs the server more
    /// than running them.
    /// </summary>
    const int PreparedStatements = 200;

    /// <summary>
    /// Registers the pooled <see cref="TicketingDbContext"/> on the connection string <c>ticketing</c>, and <see cref="Standby"/>. The
    /// string may name several servers, as in <c>Host=writer,reader;Target Session Attributes=prefer-primary</c>.
    /// </summary>
    public static void AddTicketingDatabase(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string? connectionString = null;
        builder.AddNpgsqlDbContext<TicketingDbContext>(
            "ticketing",
            settings =>
            {
                // A retry would break explicit transactions, and could run twice what was committed but whose answer was lost.
                settings.DisableRetry = true;
                settings.ConnectionString = connectionString = Tuned(settings.ConnectionString);
            },
            options => options.UseSnakeCaseNamingConvention().AddInterceptors(new FailedStatements()));

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<Standby>(services, connectionString ?? ""));
        builder.Services.AddHostedService(services => services.GetRequiredService<Standby>());
        if (new NpgsqlConnectionStringBuilder(connectionString).Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            builder.Services.ConfigureDbContext<TicketingDbContext>((services, options) =>
                options.AddInterceptors(ActivatorUtilities.CreateInstance<PrimaryWhileServing>(services, connectionString!)));
        }
    }

    internal static string? Tuned(string? connectionString)
    {
        // Not there: the client integration says so, and which one.
        if (string.IsNullOrEmpty(connectionString))
            return connectionString;

        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        if (!connection.ShouldSerialize("Maximum Pool Size"))
            connection.MaxPoolSize = MaxConnections;
        if (!connection.ShouldSerialize("Max Auto Prepare"))
            connection.MaxAutoPrepare = PreparedStatements;
        if (!connection.ShouldSerialize("Host Recheck Seconds"))
            connection.HostRecheckSeconds = HostRecheckSeconds;
        return connection.ConnectionString;
    }
}
