using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Ticketing.Tests.Database;

/// <summary>Whoever takes over a service has what that service needs, and no more.</summary>
[Trait("Category", "Security")]
public sealed class ServiceAccountsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly string[] Services = ["api", "seat-holds", "payments", "emails", "web"];

    public static TheoryData<string> OfTheDatabase { get; } = [.. Services];

    public static TheoryData<string> OfTheBroker { get; } = ["api", "seat-holds", "payments", "emails"];

    [Fact]
    [Trait("Asvs", "V1.2.1")]
    public async Task Services_WhenTheyRun_AreSignedInAsThemselves()
    {
        await using var connection = await OpenAsync(await app.ConnectionStringAsync("ticketing"));
        await using var users = new NpgsqlCommand(
            "SELECT array_agg(DISTINCT usename::text) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);

        // Tests themselves are the owner.
        var running = await Eventually.BecomesAsync(
            async () => (string[])(await users.ExecuteScalarAsync())!, users => Services.All(service => users.Contains(UserOf(service))));
        running.Except(Services.Select(UserOf)).ShouldBeSubsetOf(["postgres"]);
    }

    [Theory]
    [MemberData(nameof(OfTheDatabase))]
    [Trait("Asvs", "V4.1.3")]
    public async Task Service_WhenItWouldChangeTheSchema_IsRefused(string service)
    {
        await using var connection = await OpenAsync(await DatabaseOfAsync(service));

        foreach (var statement in (string[])["CREATE TABLE mine (id int)", "DROP TABLE tickets", "ALTER TABLE bookings ADD mine int", "TRUNCATE booking_events", "CREATE ROLE mine SUPERUSER"])
            await ShouldBeRefusedAsync(connection, statement);
    }

    [Theory]
    [InlineData("web", "SELECT FROM bookings")]
    [InlineData("web", "SELECT FROM \"AspNetUsers\"")]
    [InlineData("seat-holds", "SELECT FROM \"AspNetUsers\"")]
    [InlineData("seat-holds", "UPDATE bookings SET status = 'Confirmed'")]
    [InlineData("seat-holds", "SELECT FROM tickets")]
    [InlineData("seat-holds", "SELECT email FROM bookings")]
    [InlineData("seat-holds", "SELECT network FROM sessions")]
    [InlineData("web", "SELECT network FROM sessions")]
    [InlineData("web", "SELECT member_id FROM sessions")]
    [InlineData("seat-holds", "SELECT FROM data_protection_keys")]
    [InlineData("emails", "SELECT password_hash FROM \"AspNetUsers\"")]
    [InlineData("emails", "UPDATE bookings SET email = 'mine@example.com'")]
    [InlineData("emails", "INSERT INTO outbox_messages DEFAULT VALUES")]
    [InlineData("emails", "SELECT FROM data_protection_keys")]
    [InlineData("payments", "SELECT FROM \"AspNetUsers\"")]
    [InlineData("payments", "UPDATE showings SET starts_at = now()")]
    [InlineData("payments", "SELECT FROM data_protection_keys")]
    [InlineData("payments", "UPDATE booking_events SET why = ''")]
    [InlineData("payments", "DELETE FROM audit_entries")]
    [InlineData("payments", "SELECT FROM audit_entries")]
    [InlineData("payments", "DELETE FROM sessions")]
    [InlineData("payments", "DELETE FROM account_requests")]
    [InlineData("payments", "DELETE FROM failed_sign_ins")]
    [InlineData("payments", "DELETE FROM idempotent_requests")]
    [InlineData("payments", "DELETE FROM payment_notifications")]
    [InlineData("payments", "DELETE FROM outbox_messages")]
    [InlineData("payments", "DELETE FROM inbox_messages")]
    [InlineData("payments", "DELETE FROM dead_letters")]
    [InlineData("payments", "DELETE FROM mail_deliveries")]
    [InlineData("payments", "UPDATE outbox_messages SET payload = '{}'")]
    [InlineData("payments", "SELECT FROM address_changes")]
    [InlineData("payments", "DELETE FROM address_changes")]
    [InlineData("emails", "UPDATE address_changes SET status = 'Confirmed'")]
    [InlineData("api", "UPDATE address_changes SET new_email = 'mine@example.com'")]
    [InlineData("emails", "UPDATE account_requests SET email = 'mine@example.com'")]
    [InlineData("api", "DELETE FROM \"AspNetUsers\"")]
    [InlineData("api", "DELETE FROM \"AspNetUserRoles\"")]
    [InlineData("api", "UPDATE \"AspNetUserRoles\" SET role_id = role_id")]
    [InlineData("api", "UPDATE sessions SET expires_at = now()")]
    [InlineData("api", "UPDATE dead_letters SET body = ''")]
    [InlineData("api", "SELECT prune('audit_entries', now(), 1)")]
    [InlineData("seat-holds", "SELECT prune('audit_entries', now(), 1)")]
    [InlineData("emails", "SELECT prune('audit_entries', now(), 1)")]
    [InlineData("web", "SELECT prune('audit_entries', now(), 1)")]
    [InlineData("web", "SELECT lo_create(0)")]
    [InlineData("web", "SELECT lo_from_bytea(0, 'a')")]
    [InlineData("web", "CREATE TEMPORARY TABLE mine (id integer)")]
    [InlineData("api", "INSERT INTO tickets DEFAULT VALUES")]
    [InlineData("api", "INSERT INTO ticket_keys DEFAULT VALUES")]
    [InlineData("api", "DELETE FROM bookings")]
    [InlineData("api", "UPDATE booking_events SET why = ''")]
    [InlineData("api", "DELETE FROM audit_entries")]
    [InlineData("api", "UPDATE audit_entries SET details = NULL")]
    [Trait("Asvs", "V4.1.3")]
    public async Task Service_WhenItReachesForWhatIsNotItsBusiness_IsRefused(string service, string statement)
    {
        await using var connection = await OpenAsync(await DatabaseOfAsync(service));

        await ShouldBeRefusedAsync(connection, statement);
    }

    /// <summary>With a control, which is old enough.</summary>
    [Theory]
    [InlineData("audit_entries", "INSERT INTO audit_entries (id, at, by, action, subject) VALUES ({0}, now() - interval '364 days', 'nobody', 'test', 'test'), ({1}, now() - interval '366 days', 'nobody', 'test', 'test')")]
    [InlineData("sessions", "INSERT INTO sessions (id, member_id, kind, created_at, used_at, expires_at, second_factor) VALUES ({0}, {0}, 'Staff', now(), now(), now() - interval '23 hours', false), ({1}, {1}, 'Staff', now(), now(), now() - interval '25 hours', false)")]
    [Trait("Asvs", "V7.3.3")]
    public async Task Payments_WhenItPrunesAsMuchAsItMay_DeletesNothingYoung(string table, string rows)
    {
        await using var database = await app.DatabaseAsync();
        var (young, old) = (Guid.NewGuid(), Guid.NewGuid());
        await database.Database.ExecuteSqlAsync(FormattableStringFactory.Create(rows, young, old));
        await using var payments = await OpenAsync(await DatabaseOfAsync("payments"));

        await using var prune = new NpgsqlCommand("SELECT prune($1, 'infinity', 1000000)", payments) { Parameters = { new() { Value = table } } };
        await prune.ExecuteNonQueryAsync();

        await using var owner = await OpenAsync(await app.ConnectionStringAsync("ticketing"));
        await using var left = new NpgsqlCommand($"SELECT array_agg(id) FROM {table} WHERE id IN ($1, $2)", owner) { Parameters = { new() { Value = young }, new() { Value = old } } };
        ((Guid[])(await left.ExecuteScalarAsync())!).ShouldBe([young]);
    }

    [Theory]
    [MemberData(nameof(OfTheBroker))]
    [Trait("Asvs", "V4.1.3")]
    public async Task Service_WhenItWouldChangeTheBroker_IsRefused(string service)
    {
        await using var connection = await ConnectAsync(service);

        (await RefusalAsync(connection, channel => channel.QueueDeclareAsync("mine"))).ShouldBe(Constants.AccessRefused);
        (await RefusalAsync(connection, channel => channel.QueueDeleteAsync("payments"))).ShouldBe(Constants.AccessRefused);
    }

    [Theory]
    [InlineData("emails", "ticketing", "RefundRequested")]
    [InlineData("emails", "payments", "payments")]
    [InlineData("emails", "", "payments")]
    [InlineData("seat-holds", "ticketing", "BookingConfirmed")]
    [InlineData("seat-holds", "", "emails")]
    [InlineData("payments", "emails", "emails")]
    [Trait("Asvs", "V4.1.3")]
    public async Task Service_WhenItPublishesWhatIsNotIts_IsRefused(string service, string exchange, string routingKey)
    {
        await using var connection = await ConnectAsync(service);

        (await RefusalAsync(connection, async channel => await channel.BasicPublishAsync(exchange, routingKey, Encoding.UTF8.GetBytes("{}"))))
            .ShouldBe(Constants.AccessRefused);
    }

    [Theory]
    [InlineData("api", "payments")]
    [InlineData("emails", "payments")]
    [InlineData("seat-holds", "emails.dead")]
    [InlineData("payments", "emails")]
    [Trait("Asvs", "V4.1.3")]
    public async Task Service_WhenItConsumesWhatIsNotIts_IsRefused(string service, string queue)
    {
        await using var connection = await ConnectAsync(service);

        (await RefusalAsync(connection, channel => channel.BasicGetAsync(queue, autoAck: false))).ShouldBe(Constants.AccessRefused);
    }

    static string UserOf(string service) => service.Replace('-', '_');

    static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    static async Task ShouldBeRefusedAsync(NpgsqlConnection connection, string statement)
    {
        // Whatever it would have done, were it allowed, is undone.
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        (await Should.ThrowAsync<PostgresException>(command.ExecuteNonQueryAsync)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, statement);
    }

    async Task<string> DatabaseOfAsync(string service) => new NpgsqlConnectionStringBuilder(await app.ConnectionStringAsync("ticketing"))
    {
        Username = UserOf(service),
        Password = await PasswordOfAsync(service),
    }.ConnectionString;

    async Task<IConnection> ConnectAsync(string service) => await new ConnectionFactory
    {
        Uri = new Uri(await app.ConnectionStringAsync("rabbitmq")),
        UserName = service,
        Password = await PasswordOfAsync(service),
    }.CreateConnectionAsync();

    Task<string> PasswordOfAsync(string service) => app.SecretAsync($"{service}-password");

    /// <summary>The reply code with which the broker closed the channel; null if it did as it was asked.</summary>
    static async Task<int?> RefusalAsync(IConnection connection, Func<IChannel, Task> ask)
    {
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        try
        {
            await ask(channel);
            return null;
        }
        catch (Exception e) when (e is OperationInterruptedException or AlreadyClosedException or PublishException)
        {
            return channel.CloseReason?.ReplyCode;
        }
    }
}
