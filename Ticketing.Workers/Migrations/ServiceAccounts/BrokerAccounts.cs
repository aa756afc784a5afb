using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Migrations.ServiceAccounts;

/// <summary>
/// Declares what stands on the broker, and makes each service's user of it by the management interface
/// (<c>rabbitmq_management</c>: its address with the user and password of an administrator). A service publishes what it has to say
/// and consumes what is meant for it; none declares, deletes or reads anything else.
/// </summary>
sealed class BrokerAccounts(
    IReadOnlyList<ServiceAccount> accounts, IConfiguration configuration, IOptions<MessagingOptions> options, IHttpClientFactory clients,
    TimeProvider time, ILogger<BrokerAccounts> logger)
{
    /// <summary>How long a broker that is still starting is waited for.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    static readonly string[] Queues = [.. Core.Messaging.Queues.All.Select(queue => queue.Name)];

    /// <exception cref="BrokerUnreachableException">The broker did not answer in time.</exception>
    /// <exception cref="HttpRequestException">Its management interface did not, or refused.</exception>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (accounts.All(account => account.Broker is null))
            return;

        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await DeclareAsync(ct);
                foreach (var account in accounts.Where(account => account.Broker is not null))
                    await EnsureAsync(account, ct);
                return;
            }
            catch (Exception failure) when (failure is BrokerUnreachableException or HttpRequestException { StatusCode: null } && time.GetElapsedTime(started) < Patience)
            {
                logger.LogWarning("The broker does not answer yet: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            }
        }
    }

    async Task DeclareAsync(CancellationToken ct)
    {
        var factory = new ConnectionFactory { Uri = AddressOf("rabbitmq") };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await Topology.DeclareAsync(channel, Core.Messaging.Queues.All, options.Value, ct);
    }

    async Task EnsureAsync(ServiceAccount account, CancellationToken ct)
    {
        var signIn = new Uri(account.Broker!);
        if (signIn.UserInfo.Split(':') is not [{ Length: > 0 } user, { Length: > 0 } password])
            throw new InvalidOperationException($"The connection string rabbitmq_… of {account.Service} names no user and password.");

        // As in AMQP's addresses, no path means the virtual host "/".
        var virtualHost = signIn.AbsolutePath is "/" or "" ? "%2F" : signIn.AbsolutePath[1..];
        var (writes, reads) = RightsOf(account.Service);
        await PutAsync($"/api/users/{user}", new { password = Uri.UnescapeDataString(password), tags = "" }, ct);
        await PutAsync($"/api/permissions/{virtualHost}/{user}", new { configure = OneOf([]), write = OneOf(writes), read = OneOf(reads) }, ct);
    }

    /// <summary>What the service writes to, exchanges, and reads from, queues.</summary>
    static (string[] Writes, string[] Reads) RightsOf(string service) => service switch
    {
        // Relays what was written, and replays what was lost.
        "api" => ([Topology.Exchange, .. Queues], []),
        // Relays too, and parks what died in any queue.
        "payments" => ([Topology.Exchange, Topology.DeadLetters, "payments"], ["payments", .. Queues.Select(Topology.DeadQueue)]),
        "seat-holds" => ([Topology.DeadLetters, "seat-holds", "waiting-rooms"], ["seat-holds", "waiting-rooms"]),
        "emails" => ([Topology.DeadLetters, "emails"], ["emails"]),
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "The service has no business with the broker."),
    };

    /// <summary>A regular expression for exactly these names.</summary>
    static string OneOf(string[] names) => $"^({string.Join('|', names.Select(name => name.Replace(".", @"\.", StringComparison.Ordinal)))})$";

    async Task PutAsync(string path, object body, CancellationToken ct)
    {
        var management = AddressOf("rabbitmq_management");
        using var http = clients.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(management, path)) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo))));
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
    }

    Uri AddressOf(string name) =>
        new(configuration.GetConnectionString(name) ?? throw new InvalidOperationException($"The connection string {name} is not set."));
}
