using System.Net;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.Running.Relay;

namespace Ticketing.Tests.Embedded.Running;

[Trait("Category", "Embedded")]
public sealed class RelayTests
{
    [Fact]
    public async Task Relay_WithTwoReplicas_TakesThemInTurn()
    {
        await using var first = new Replica("first");
        await using var second = new Replica("second");
        await using var relay = new TcpRelay(PortAllocator.Next(), () => [first.Port, second.Port]);

        var answers = new List<string>();
        for (var i = 0; i < 4; i++)
            answers.Add(await AskAsync(relay.Port));

        answers.Count(answer => answer == "first").ShouldBe(2);
        answers.Count(answer => answer == "second").ShouldBe(2);
    }

    [Fact]
    public async Task Relay_WhenAReplicaDies_GoesOnWithTheOther()
    {
        var first = new Replica("first");
        await using var second = new Replica("second");
        await using var relay = new TcpRelay(PortAllocator.Next(), () => [first.Port, second.Port]);
        using var open = await ConnectAsync(relay.Port);

        await first.DisposeAsync();

        for (var i = 0; i < 4; i++)
            (await AskAsync(relay.Port)).ShouldBe("second");
    }

    [Fact]
    public async Task Relay_WhenTheReplicaOfAConnectionDies_BreaksThatConnection()
    {
        var replica = new Replica("only");
        await using var relay = new TcpRelay(PortAllocator.Next(), () => [replica.Port]);
        using var client = await ConnectAsync(relay.Port);
        await client.GetStream().ReadExactlyAsync(new byte[4]);

        await replica.DisposeAsync();

        await Should.ThrowAsync<IOException>(async () =>
        {
            while (await client.GetStream().ReadAsync(new byte[16]).AsTask().WaitAsync(Eventually.Patience) > 0) ;
            throw new IOException("The relay ended the connection in order.");
        });
    }

    [Fact]
    public async Task Relay_WhenTheClientHasSaidAll_StillPassesTheAnswer()
    {
        await using var replica = new Replica("echo:", echo: true);
        await using var relay = new TcpRelay(PortAllocator.Next(), () => [replica.Port]);
        var sent = new byte[3_000_000];
        Random.Shared.NextBytes(sent);
        using var client = await ConnectAsync(relay.Port);
        var received = new MemoryStream();

        var stream = client.GetStream();
        var reading = stream.CopyToAsync(received);
        await stream.WriteAsync(sent);
        client.Client.Shutdown(SocketShutdown.Send);
        await reading.WaitAsync(Eventually.Patience);

        received.ToArray()["echo:".Length..].ShouldBe(sent);
    }

    [Fact]
    public async Task Relay_WhenNoReplicaIsReady_RefusesTheConnection()
    {
        await using var relay = new TcpRelay(PortAllocator.Next(), () => []);

        // The refusal meets the client while it connects, or when it first reads.
        var refusal = await Record.ExceptionAsync(async () =>
        {
            using var client = await ConnectAsync(relay.Port);
            await client.GetStream().ReadExactlyAsync(new byte[1]);
        });

        (refusal is IOException or SocketException).ShouldBeTrue(refusal?.ToString());
    }

    static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    static async Task<string> AskAsync(int port)
    {
        using var client = await ConnectAsync(port);
        using var reader = new StreamReader(client.GetStream());
        client.Client.Shutdown(SocketShutdown.Send);
        return await reader.ReadToEndAsync().WaitAsync(Eventually.Patience);
    }

    /// <summary>Says its name to whoever connects, and what it hears if it is an echo; breaks its connections when it dies.</summary>
    sealed class Replica : IAsyncDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly CancellationTokenSource dead = new();
        readonly Task serving;

        public Replica(string name, bool echo = false)
        {
            listener.Start();
            serving = ServeAsync(name, echo);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public async ValueTask DisposeAsync()
        {
            await dead.CancelAsync();
            await serving;
            listener.Dispose();
            dead.Dispose();
        }

        async Task ServeAsync(string name, bool echo)
        {
            var connections = new List<Task>();
            try
            {
                while (true)
                    connections.Add(AnswerAsync(await listener.AcceptSocketAsync(dead.Token), name, echo));
            }
            catch (OperationCanceledException)
            {
                listener.Stop();
                await Task.WhenAll(connections);
            }
        }

        async Task AnswerAsync(Socket socket, string name, bool echo)
        {
            using (socket)
            {
                try
                {
                    await socket.SendAsync(Encoding.ASCII.GetBytes(name), dead.Token);
                    var buffer = new byte[64 * 1024];
                    int read;
                    while ((read = await socket.ReceiveAsync(buffer, dead.Token)) > 0)
                    {
                        if (echo)
                            await socket.SendAsync(buffer.AsMemory(0, read), dead.Token);
                    }

                    socket.Shutdown(SocketShutdown.Send);
                }
                catch (SocketException)
                {
                    // The client broke the connection, which is for the test to do.
                }
                catch (OperationCanceledException)
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
            }
        }
    }
}
