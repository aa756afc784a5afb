using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StackExchange.Redis;

namespace Ticketing.AppHost.Commands;

/// <summary>What developers want of a running system, as commands of its resources in the dashboard.</summary>
static class DeveloperCommands
{
    const string Showing = "showing";

    /// <summary>Those of the payment provider, which then answers no request, or all again.</summary>
    public static void AddProviderCommands(this IResourceBuilder<ProjectResource> sandbox, IResourceBuilder<ParameterResource> key)
    {
        Add("break-provider", "Break the payment provider", HttpMethod.Put, "PlugDisconnected", new { rules = new[] { new { fault = "errorBefore" } } });
        Add("mend-provider", "Mend the payment provider", HttpMethod.Delete, "PlugConnected");

        void Add(string name, string display, HttpMethod method, string icon, object? plan = null) =>
            sandbox.WithHttpCommand("/faults", display, endpointName: "http", commandName: name, commandOptions: new HttpCommandOptions
            {
                Method = method,
                IconName = icon,
                PrepareRequest = async request =>
                {
                    request.Request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await key.Resource.GetValueAsync(request.CancellationToken));
                    request.Request.Content = plan is null ? null : JsonContent.Create(plan);
                },
            });
    }

    /// <summary>All that is in it is made again from PostgreSQL, which is what somebody wants to see who empties it.</summary>
    public static void AddRedisCommands(this IResourceBuilder<IResourceWithConnectionString> redis) =>
        redis.WithCommand("empty", "Empty Redis", context => TryAsync(async ct =>
        {
            await EmptyAsync(redis, ct);
            return "Redis is empty. Seat maps come again from PostgreSQL.";
        }, context), new CommandOptions { IconName = "Broom", ConfirmationMessage = "Empty Redis? Holds of seats that are not booked yet are lost." });

    /// <summary>Those of the whole site.</summary>
    /// <param name="migrations">Which brings the demo data.</param>
    public static void AddSiteCommands(
        this IResourceBuilder<ProjectResource> web,
        IResourceBuilder<ProjectResource> api,
        IResourceBuilder<ProjectResource> seatHolds,
        IResourceBuilder<ProjectResource> migrations,
        IResourceBuilder<IResourceWithConnectionString> database,
        IResourceBuilder<IResourceWithConnectionString> redis)
    {
        web.WithCommand("open-sale", "Open the sale now", context => TryAsync(async ct =>
        {
            await using var connection = await ConnectAsync(database, ct);
            var opened = await DemoDatabase.OpenSaleAsync(connection, ct);
            // Else a seat map learns of it up to half a minute later.
            await EmptyAsync(redis, ct);
            return string.Create(CultureInfo.InvariantCulture, $"{opened} showings have come on sale.");
        }, context), new CommandOptions { IconName = "TicketDiagonal" });

        web.WithCommand("fill-hall", "Fill a hall", context => TryAsync(async ct =>
        {
            var sale = new HallSale(context.Services.GetRequiredService<IHttpClientFactory>(), AddressOf(api), AddressOf(seatHolds));
            var sold = await sale.SellAsync(long.Parse(context.Arguments.GetString(Showing)!, CultureInfo.InvariantCulture), ct);
            return string.Create(CultureInfo.InvariantCulture, $"{sold} seats were sold; their tickets are on the way.");
        }, context), new CommandOptions
        {
            IconName = "People",
            Arguments = [new InteractionInput { Name = Showing, Label = "Showing", Description = "The number in its page's address.", InputType = InputType.Number, Required = true }],
        });

        web.WithCommand("reset-demo", "Reset the demo data", context => TryAsync(async ct =>
        {
            await using (var connection = await ConnectAsync(database, ct))
                await DemoDatabase.EmptyAsync(connection, ct);
            await EmptyAsync(redis, ct);
            var (commands, notifications) = (context.Services.GetRequiredService<ResourceCommandService>(), context.Services.GetRequiredService<ResourceNotificationService>());
            var started = await commands.ExecuteCommandAsync(migrations.Resource, KnownResourceCommands.StartCommand, ct);
            if (!started.Success)
                throw new DistributedApplicationException($"The database is empty, and migrations did not start: {started.Message}");

            await notifications.WaitForResourceAsync(migrations.Resource.Name, KnownResourceStates.Running, ct);
            await notifications.WaitForResourceAsync(migrations.Resource.Name, KnownResourceStates.Finished, ct);
            return "The demo data is as on the first day. Accounts are as they were.";
        }, context), new CommandOptions { IconName = "ArrowReset", ConfirmationMessage = "Delete all bookings, payments and showings, and begin again with the demo data?" });
    }

    /// <summary>A command that fails says why on the page; what it did is in the resource's log.</summary>
    static async Task<ExecuteCommandResult> TryAsync(Func<CancellationToken, Task<string>> command, ExecuteCommandContext context)
    {
        try
        {
            return CommandResults.Success(await command(context.CancellationToken));
        }
        catch (Exception e) when (e is NpgsqlException or RedisException or HttpRequestException or DistributedApplicationException)
        {
            return CommandResults.Failure(e.Message);
        }
    }

    static async Task EmptyAsync(IResourceBuilder<IResourceWithConnectionString> redis, CancellationToken ct)
    {
        var options = ConfigurationOptions.Parse((await redis.Resource.GetConnectionStringAsync(ct))!);
        options.AllowAdmin = true;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        foreach (var server in connection.GetServers())
            await server.FlushAllDatabasesAsync();
    }

    static async Task<NpgsqlConnection> ConnectAsync(IResourceBuilder<IResourceWithConnectionString> database, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(await database.Resource.GetConnectionStringAsync(ct));
        await connection.OpenAsync(ct);
        return connection;
    }

    static Uri AddressOf(IResourceBuilder<ProjectResource> service) => new(service.GetEndpoint("http").Url);
}

/// <summary>What is done to a development database from outside the product.</summary>
static class DemoDatabase
{
    /// <summary>Showings and waiting rooms that would open later open now.</summary>
    /// <returns>How many showings.</returns>
    public static async Task<int> OpenSaleAsync(NpgsqlConnection database, CancellationToken ct)
    {
        await using (var rooms = new NpgsqlCommand("UPDATE waiting_rooms SET opens_at = now() WHERE opens_at > now()", database))
            await rooms.ExecuteNonQueryAsync(ct);
        await using var showings = new NpgsqlCommand("UPDATE showings SET sale_opens_at = now() WHERE sale_opens_at > now()", database);
        return await showings.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Empties all tables but those of accounts, of keys and of what has been done by whom.</summary>
    public static async Task EmptyAsync(NpgsqlConnection database, CancellationToken ct)
    {
        const string Sql = """
            DO $$
            BEGIN
                EXECUTE (
                    SELECT 'TRUNCATE ' || string_agg(format('%I', tablename), ', ')
                    FROM pg_tables
                    WHERE schemaname = 'public' AND tablename !~ '^(__EF|AspNet)' AND tablename NOT IN (
                        'account_requests', 'failed_sign_ins', 'sessions', 'audit_entries', 'data_protection_keys', 'ticket_keys', 'payment_scan_marks'));
            END $$
            """;
        await using var command = new NpgsqlCommand(Sql, database);
        await command.ExecuteNonQueryAsync(ct);
    }
}
