using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Embedded.Client.RabbitMQ;

static class FirstConnection
{
    /// <summary>Blocks while it connects, as Aspire's does: the container makes its services synchronously.</summary>
    public static IConnection Open(IConnectionFactory factory, int retries) => Task.Run(() => OpenAsync(factory, retries)).GetAwaiter().GetResult();

    static async Task<IConnection> OpenAsync(IConnectionFactory factory, int retries)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await factory.CreateConnectionAsync();
            }
            catch (Exception e) when (e is SocketException or BrokerUnreachableException && retry < retries)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, retry)));
            }
        }
    }
}
