using System.Text;
using RabbitMQ.Client;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Messaging;

public sealed class ConsumerTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Queue = "greetings";

    [Fact]
    public async Task Consumer_WhenTheHandlerFailsTwice_TriesAgainAfterGrowingDelays()
    {
        await using var host = await StartAsync(await app.GivenVirtualHostAsync());
        host.Journal.Then = (arrival, _) => arrival.Context.Attempt < 3 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask;

        var id = await host.EnqueueAsync(new Greeting("third time lucky"));

        var arrivals = await host.Journal.HasAsync(3);
        arrivals.Select(arrival => arrival.Context).ShouldBe([new(id, Queue, 1), new(id, Queue, 2), new(id, Queue, 3)]);
        (arrivals[1].At - arrivals[0].At).ShouldBeGreaterThanOrEqualTo(MessagingHost.FirstDelay);
        (arrivals[2].At - arrivals[1].At).ShouldBeGreaterThanOrEqualTo(MessagingHost.SecondDelay);
        (await CountsAsync(host)).ShouldBe((Waiting: 0u, Dead: 0u));
    }

    [Fact]
    public async Task Consumer_WhenTheHandlerAlwaysFails_PutsTheMessageIntoTheDeadQueue()
    {
        await using var host = await StartAsync(await app.GivenVirtualHostAsync());
        host.Journal.Then = (_, _) => throw new InvalidOperationException("Never.");

        var id = await host.EnqueueAsync(new Greeting("hopeless"));

        var dead = await DeadLetterAsync(host);
        dead.BasicProperties.MessageId.ShouldBe(id.ToString());
        dead.BasicProperties.Type.ShouldBe(nameof(Greeting));
        Header(dead, "error").ShouldBe("InvalidOperationException: Never.");
        Encoding.UTF8.GetString(dead.Body.Span).ShouldContain("hopeless");
        host.Journal.Arrivals.Select(arrival => arrival.Context.Attempt).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(nameof(Greeting), "{ not json")]
    [InlineData(nameof(Greeting), "null")]
    [InlineData("Unheard", "{}")]
    public async Task Consumer_WhenTheMessageCannotBeRead_PutsItIntoTheDeadQueueAtOnce(string type, string body)
    {
        await using var host = await StartAsync(await app.GivenVirtualHostAsync());

        await PublishAsync(host, new BasicProperties { MessageId = Guid.NewGuid().ToString(), Type = type }, body);

        Header(await DeadLetterAsync(host), "error").ShouldStartWith("UnreadableMessageException");
        host.Journal.Arrivals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Consumer_WhenAFailureHoldsUpOneMessage_HandlesTheOthers()
    {
        await using var host = await StartAsync(await app.GivenVirtualHostAsync(), concurrency: 1);
        host.Journal.Then = (arrival, _) =>
            arrival.Message is Greeting { Text: "bad" } ? throw new InvalidOperationException("Bad.") : Task.CompletedTask;

        await host.EnqueueAsync(new Greeting("bad"), new Greeting("good"), new Greeting("better"));

        await DeadLetterAsync(host);
        host.Journal.Arrivals.Count(arrival => arrival.Message is Greeting { Text: "good" or "better" }).ShouldBe(2);
    }

    [Fact]
    public async Task Consumer_WhenStopped_FinishesWhatItBeganAndLeavesTheRest()
    {
        const int count = 20;
        const int concurrency = 2;
        var (database, broker) = (await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var relay = await MessagingHost.StartAsync(database, broker, service => service.AddOutboxRelay());
        await using var first = await StartAsync(broker, database, concurrency);
        first.Journal.Then = (_, ct) => gate.Task.WaitAsync(ct);
        await relay.EnqueueAsync([.. Enumerable.Range(0, count).Select(n => new Greeting($"{n}"))]);
        await first.Journal.HasAsync(concurrency);

        var stopping = first.StopAsync();
        stopping.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await stopping;

        await relay.AllPublishedAsync();
        await using var second = await StartAsync(broker, database);
        await Eventually.BecomesAsync(() => Task.FromResult(first.Journal.Arrivals.Count + second.Journal.Arrivals.Count), sum => sum >= count);
        var handled = first.Journal.Arrivals.Concat(second.Journal.Arrivals).Select(arrival => arrival.Context.MessageId).ToList();
        handled.Count.ShouldBe(count);
        handled.ShouldBeUnique();
    }

    [Fact]
    public async Task Consumer_WhenAHandlerDoesNotEndInTime_CancelsItAndLeavesItsMessage()
    {
        var (database, broker) = (await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        await using var relay = await MessagingHost.StartAsync(database, broker, service => service.AddOutboxRelay());
        await using var first = await MessagingHost.StartAsync(
            database, broker, service => service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings), drainTimeout: TimeSpan.FromSeconds(1));
        first.Journal.Then = (_, ct) => Task.Delay(Timeout.Infinite, ct);
        var id = await relay.EnqueueAsync(new Greeting("slow"));
        await first.Journal.HasAsync(1);

        await first.StopAsync();

        await using var second = await StartAsync(broker, database);
        // It did not fail, so this is not another attempt.
        (await second.Journal.HasAsync(1)).ShouldHaveSingleItem().Context.ShouldBe(new MessageContext(id, Queue, Attempt: 1));
    }

    [Fact]
    public async Task Consumer_WhenTheNextQueueDoesNotTakeTheMessage_KeepsItAndIsHandedItAgain()
    {
        await using var host = await StartAsync(await app.GivenVirtualHostAsync());
        await Eventually.BecomesAsync(() => ExistsAsync(host), exists => exists);
        await using (var channel = await host.OpenChannelAsync())
            await channel.QueueDeleteAsync(Topology.RetryQueue(Queue, MessagingHost.FirstDelay));
        host.Journal.Then = (_, _) => host.Journal.Arrivals.Count < 3 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask;

        var id = await host.EnqueueAsync(new Greeting("nowhere to go"));

        (await host.Journal.HasAsync(3)).Select(arrival => arrival.Context).ShouldAllBe(context => context == new MessageContext(id, Queue, 1));
        await host.StopAsync();
        host.Journal.Arrivals.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Consumer_WhenItsConnectionIsLost_ConsumesAgainAndAlone()
    {
        await using var line = new BrokenLine(await app.GivenVirtualHostAsync());
        await using var host = await StartAsync(await line.ConnectionStringAsync());
        await host.EnqueueAsync(new Greeting("before"));
        await host.Journal.HasAsync(1);

        line.Cut();
        line.Mend();
        await host.EnqueueAsync(new Greeting("after"));

        await host.Journal.HasAsync(2);
        await using var channel = await host.OpenChannelAsync();
        (await channel.ConsumerCountAsync(Queue)).ShouldBe(1u);
    }

    [Fact]
    public async Task Consumer_WhenItsQueueIsDeleted_DeclaresItAgain()
    {
        await using var host = await StartAsync(await app.GivenVirtualHostAsync());
        await host.EnqueueAsync(new Greeting("before"));
        await host.Journal.HasAsync(1);

        await using (var channel = await host.OpenChannelAsync())
            await channel.QueueDeleteAsync(Queue);
        await host.EnqueueAsync(new Greeting("after"));

        await host.Journal.HasAsync(2);
    }

    [Fact]
    public async Task Consumer_WhenAQueueTakesTwoTypes_HandsEachToItsHandler()
    {
        var both = new MessageQueue(Queue, typeof(Greeting), typeof(Farewell));
        await using var host = await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync(), service =>
        {
            service.AddOutboxRelay();
            service.AddConsumer<Greeting, Handler<Greeting>>(both);
            service.AddConsumer<Farewell, Handler<Farewell>>(both);
        });

        await host.EnqueueAsync(new Greeting("hello"));
        await host.EnqueueAsync(new Farewell("goodbye"));

        (await host.Journal.HasAsync(2)).Select(arrival => arrival.Message).ShouldBe([new Greeting("hello"), new Farewell("goodbye")], ignoreOrder: true);
        await using var channel = await host.OpenChannelAsync();
        (await channel.ConsumerCountAsync(Queue)).ShouldBe(1u);
    }

    async Task<MessagingHost> StartAsync(string broker, string? database = null, int concurrency = 8)
    {
        var hasRelay = database is null;
        return await MessagingHost.StartAsync(
            database ?? await app.GivenDatabaseAsync(),
            broker,
            service =>
            {
                if (hasRelay)
                    service.AddOutboxRelay();
                service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
            },
            concurrency);
    }

    /// <summary>Straight to the queue, as something else than our relay would.</summary>
    static async Task PublishAsync(MessagingHost host, BasicProperties properties, string body)
    {
        await using var channel = await host.OpenChannelAsync();
        await Eventually.BecomesAsync(() => ExistsAsync(host), exists => exists);
        await channel.BasicPublishAsync("", Queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    static async Task<bool> ExistsAsync(MessagingHost host)
    {
        await using var channel = await host.OpenChannelAsync();
        try
        {
            return await channel.ConsumerCountAsync(Queue) == 1;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    static async Task<BasicGetResult> DeadLetterAsync(MessagingHost host)
    {
        await Eventually.BecomesAsync(() => ExistsAsync(host), exists => exists);
        await using var channel = await host.OpenChannelAsync();
        var dead = await Eventually.BecomesAsync(() => channel.BasicGetAsync($"{Queue}.dead", autoAck: true), message => message is not null);
        (await CountsAsync(host)).ShouldBe((Waiting: 0u, Dead: 0u));
        return dead!;
    }

    static async Task<(uint Waiting, uint Dead)> CountsAsync(MessagingHost host)
    {
        await using var channel = await host.OpenChannelAsync();
        return (await channel.MessageCountAsync(Queue), await channel.MessageCountAsync($"{Queue}.dead"));
    }

    static string Header(BasicGetResult message, string name) =>
        Encoding.UTF8.GetString(message.BasicProperties.Headers.ShouldNotBeNull()[name].ShouldBeOfType<byte[]>());
}
