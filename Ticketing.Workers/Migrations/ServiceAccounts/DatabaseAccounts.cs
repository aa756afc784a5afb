using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Migrations.ServiceAccounts;

/// <summary>
/// Makes each service's user of the database, with its password of now and the rights of <c>Grants/{service}.sql</c>. Only migrations,
/// which owns the tables, may change them: a service that is taken over can neither drop a table nor read what is not its business.
/// </summary>
sealed class DatabaseAccounts(TicketingDbContext database, IReadOnlyList<ServiceAccount> accounts)
{
    /// <summary>In one transaction: the release that still runs never misses a right for a moment.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (accounts.All(account => account.Database is null))
            return;

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await ExecuteAsync(Closed, ct);
        foreach (var account in accounts.Where(account => account.Database is not null))
            await EnsureAsync(account, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// What PostgreSQL lets everybody do: come in, make objects, temporary tables and large objects, with which one service could fill the
    /// disk. The functions are the superuser's: where migrations is none they stay open, and PostgreSQL only warns.
    /// </summary>
    const string Closed =
        """
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        DO $$ BEGIN EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;
        REVOKE EXECUTE ON FUNCTION pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid), pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;
        """;

    async Task EnsureAsync(ServiceAccount account, CancellationToken ct)
    {
        var signIn = new NpgsqlConnectionStringBuilder(account.Database);
        if (signIn is not { Username: { Length: > 0 } user, Password: { Length: > 0 } password })
            throw new InvalidOperationException($"The connection string ticketing_… of {account.Service} names no user and password.");

        var role = new NpgsqlCommandBuilder().QuoteIdentifier(user);
        // Neither statement takes parameters; the server quotes.
        await ExecuteAsync(
            """
            DO $$
            DECLARE
                role text := current_setting('ticketing.role');
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
                    EXECUTE format('CREATE ROLE %I', role);
                END IF;
                EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', role, current_setting('ticketing.password'));
                EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
            END
            $$
            """,
            ct,
            ("ticketing.role", user), ("ticketing.password", password));
        await ExecuteAsync(
            $"""
            REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
            REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role};
            REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {role};
            GRANT USAGE ON SCHEMA public TO {role};
            {Grants(account.Service).Replace("{role}", role, StringComparison.Ordinal)}
            """,
            ct);
    }

    /// <param name="settings">Known to the statement, until the transaction ends.</param>
    async Task ExecuteAsync(string sql, CancellationToken ct, params (string Name, string Value)[] settings)
    {
        var connection = (NpgsqlConnection)database.Database.GetDbConnection();
        foreach (var (name, value) in settings)
        {
            await using var set = new NpgsqlCommand("SELECT set_config($1, $2, true)", connection) { Parameters = { new() { Value = name }, new() { Value = value } } };
            await set.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    static string Grants(string service)
    {
        using var stream = typeof(DatabaseAccounts).Assembly.GetManifestResourceStream($"{service}.sql")
            ?? throw new InvalidOperationException($"Grants/{service}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>
/// A service that signs in to PostgreSQL and RabbitMQ as a user of its own, named with its password in the connection strings
/// <c>ticketing_{service}</c> and <c>rabbitmq_{service}</c>, which are the service's own.
/// </summary>
/// <param name="Database">Null for a service that is given none here.</param>
/// <param name="Broker">Null for a service that is given none here.</param>
sealed record ServiceAccount(string Service, string? Database, string? Broker)
{
    static readonly string[] Services = ["api", "seat-holds", "payments", "emails", "web"];

    /// <exception cref="InvalidOperationException">In production, whose services have no other users, one is missing.</exception>
    public static IReadOnlyList<ServiceAccount> All(IConfiguration configuration, IHostEnvironment environment)
    {
        var all = (from name in Services
                   let service = name.Replace('-', '_')
                   select new ServiceAccount(name, configuration.GetConnectionString($"ticketing_{service}"), configuration.GetConnectionString($"rabbitmq_{service}"))).ToList();
        return environment.IsProduction() && all.Find(account => account.Database is null || (account.Broker is null && account.Service != "web")) is { Service: var missing }
            ? throw new InvalidOperationException($"The connection strings ticketing_… and rabbitmq_… of {missing} say who {missing} signs in as; one is not set.")
            : all;
    }
}
