namespace Ticketing.Workers.Migrations.ServiceAccounts;

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
