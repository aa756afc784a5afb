using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Ticketing.Core.Database;

/// <summary>
/// Where the connection string names several servers, keeps the region that serves on the primary. A string that only prefers it sends
/// whoever finds the pool of the primary used up to the replica, which takes no writes, instead of letting him wait.
/// </summary>
sealed class PrimaryWhileServing(string connectionString, Standby standby) : DbConnectionInterceptor
{
    readonly string ofPrimary = new NpgsqlConnectionStringBuilder(connectionString) { TargetSessionAttributes = "primary" }.ConnectionString;

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        // Strings that differ in nothing else share their connections.
        connection.ConnectionString = standby.IsServing ? ofPrimary : connectionString;
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ConnectionOpening(connection, eventData, result));
}
