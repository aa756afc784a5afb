using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Database;
using Ticketing.Workers.Migrations.Accounts;
using Ticketing.Workers.Migrations.Demo;
using Ticketing.Workers.Migrations.ServiceAccounts;

namespace Ticketing.Workers.Migrations;

/// <summary>Brings the database to this release's schema and fills in what every environment needs.</summary>
sealed class DatabaseMigration(
    TicketingDbContext database, DatabaseAccounts accounts, RoleSeed roles, FirstAdmin firstAdmin, DemoCatalogue catalogue,
    IHostEnvironment environment, TimeProvider time, ILogger<DatabaseMigration> logger)
{
    /// <summary>How long a server that is still starting is waited for.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Bounds each statement, and the wait for another migrator to finish.</summary>
    static readonly TimeSpan Slowest = TimeSpan.FromMinutes(5);

    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    // Any number will do; it is the same for every migrator.
    const long Lock = 20_261_122;

    /// <exception cref="NpgsqlException">The database did not answer in time, or refused a statement.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        database.Database.SetCommandTimeout(Slowest);
        // Opened by hand, so that EF uses this one session throughout.
        var connection = database.Database.GetDbConnection();
        await OpenAsync(connection, cancellationToken);
        if (await database.IsReplicaAsync(cancellationToken) && await FollowAsync(cancellationToken))
            return;

        await LockAsync(cancellationToken);
        await database.Database.MigrateAsync(cancellationToken);
        await accounts.EnsureAsync(cancellationToken);
        await roles.AddMissingAsync();
        await firstAdmin.EnsureAsync(cancellationToken);
        if (environment.IsDevelopment())
            await catalogue.AddMissingAsync(cancellationToken);

        await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Lock})", cancellationToken);
        await connection.CloseAsync();
    }

    /// <summary>
    /// One migrator at a time. The lock is the session's, so one that fails takes it along. Asked for again and again: a statement that waits
    /// is one that the other waits for in its turn, where it builds an index concurrently.
    /// </summary>
    async Task LockAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Slowest);
        while (!await database.Database.SqlQuery<bool>($"SELECT pg_try_advisory_lock({Lock}) AS \"Value\"").SingleAsync(patience.Token))
            await Task.Delay(Turn, patience.Token);
    }

    /// <summary>A standby is migrated by replication: waits until this release's last migration has come.</summary>
    /// <returns>False when it was promoted before, and has to migrate itself.</returns>
    async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        while (await database.IsReplicaAsync(cancellationToken))
        {
            var pending = (await database.Database.GetPendingMigrationsAsync(cancellationToken)).LastOrDefault();
            if (pending is null)
                return true;

            logger.LogInformation("This region stands by: migration {Migration} has yet to come from the other", pending);
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }

        return false;
    }

    async Task OpenAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException failure) when (failure.IsTransient && time.GetElapsedTime(started) < Patience)
            {
                logger.LogWarning("The database does not answer yet: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
        }
    }
}
