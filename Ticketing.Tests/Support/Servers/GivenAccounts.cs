using Npgsql;

namespace Ticketing.Tests.Support.Servers;

static class GivenAccounts
{
    /// <summary>Connection strings of all services to a database, as users of that database alone: the server keeps users for all that it has.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Of(string database) =>
        from service in (string[])["api", "seat_holds", "payments", "emails", "web"]
        let signIn = new NpgsqlConnectionStringBuilder(database) { Username = $"{service}_{Guid.NewGuid():N}", Password = $"{Guid.NewGuid():N}" }
        from connection in (KeyValuePair<string, string?>[])
            [new($"ConnectionStrings:ticketing_{service}", signIn.ConnectionString), new($"ConnectionStrings:rabbitmq_{service}", "amqp://nobody:asks@127.0.0.1:1")]
        select connection;
}
