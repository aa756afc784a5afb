using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.DisasterRecovery;

/// <summary>After a broker was lost with all it held, each consumer gets what it has not recorded, and nothing else.</summary>
public sealed class OutboxReplayTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly MessageQueue Letters = new("letters", typeof(Greeting), typeof(Farewell));

    [Fact]
    public async Task Replay_WhenTheBrokerWasLost_PublishesWhatEachConsumerHasNotDone()
    {
        const int count = 450;
        var database = await app.GivenDatabaseAsync();
        var ids = await GivenPublishedAsync(database, await app.GivenVirtualHostAsync(), count);
        // One consumer had done all but every third of them before the broker was lost.
        await using var host = await StartAsync(database, await app.GivenVirtualHostAsync());
        await host.QueryAsync(context => context.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox_messages (consumer, message_id, processed_at) SELECT 'greetings', id, now() FROM unnest({ids.Where((_, n) => n % 3 > 0).ToArray()}) AS id"));

        var counts = await ReplayAsync(host, TimeProvider.System.GetUtcNow().AddHours(-1));

        counts.ShouldBe(new Dictionary<string, int> { ["greetings"] = count / 3, ["letters"] = count });
        var arrivals = await host.Journal.HasAsync(count / 3 + count);
        arrivals.Where(arrival => arrival.Context.Consumer == "greetings").Select(arrival => arrival.Context.MessageId)
            .ShouldBe(ids.Where((_, n) => n % 3 == 0), ignoreOrder: true);
        arrivals.Where(arrival => arrival.Context.Consumer == "letters").Select(arrival => arrival.Context.MessageId).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task Replay_FromAnInstant_LeavesOlderMessagesAndThoseThatTheRelayHas()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var host = await StartAsync(await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        await host.QueryAsync(async context =>
        {
            context.Enqueue(new Greeting("old"), now.AddHours(-2));
            context.Enqueue(new Greeting("young"), now.AddMinutes(-10));
            context.Enqueue(new Farewell("of another type"), now.AddMinutes(-10));
            foreach (var message in context.OutboxMessages.Local)
                message.PublishedAt = now;
            context.Enqueue(new Greeting("not yet published"), now.AddMinutes(-5));
            return await context.SaveChangesAsync();
        });

        (await ReplayAsync(host, now.AddHours(-1))).ShouldBe(new Dictionary<string, int> { ["greetings"] = 1, ["letters"] = 2 });
        (await ReplayAsync(host, now)).Values.ShouldAllBe(count => count == 0);
        // Again from the same instant: as harmless as any double.
        (await ReplayAsync(host, now.AddHours(-3))).ShouldBe(new Dictionary<string, int> { ["greetings"] = 2, ["letters"] = 3 });
    }

    [Fact]
    public async Task Replay_WhenTheBrokerIsAway_Fails()
    {
        var database = await app.GivenDatabaseAsync();
        await GivenPublishedAsync(database, await app.GivenVirtualHostAsync(), 1);
        await using var host = await StartAsync(database, "amqp://127.0.0.1:1");

        await Should.ThrowAsync<BrokerUnavailableException>(() => ReplayAsync(host, TimeProvider.System.GetUtcNow().AddHours(-1)));
    }

    static async Task<List<Guid>> GivenPublishedAsync(string database, string lostBroker, int count)
    {
        await using var host = await MessagingHost.StartAsync(database, lostBroker, service => service.AddOutboxRelay(MessagingHost.Greetings));
        await host.EnqueueAsync([.. Enumerable.Range(0, count).Select(n => new Greeting($"{n}"))]);
        await host.AllPublishedAsync();
        return await host.QueryAsync(context => context.OutboxMessages.Select(message => message.Id).ToListAsync());
    }

    /// <summary>No relay: what comes, comes from the replay.</summary>
    static async Task<MessagingHost> StartAsync(string database, string broker)
    {
        var isReachable = !broker.EndsWith(":1", StringComparison.Ordinal);
        var host = await MessagingHost.StartAsync(database, broker, service =>
        {
            if (isReachable)
            {
                service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
                service.AddConsumer<Greeting, Handler<Greeting>>(Letters);
                service.AddConsumer<Farewell, Handler<Farewell>>(Letters);
            }

            service.AddReplay(MessagingHost.Greetings, Letters);
        });
        foreach (var queue in isReachable ? new[] { "greetings", "letters" } : [])
            await host.QueueIsConsumedAsync(queue);
        return host;
    }

    static Task<IReadOnlyDictionary<string, int>> ReplayAsync(MessagingHost host, DateTimeOffset since) =>
        host.UseAsync<OutboxReplay, IReadOnlyDictionary<string, int>>(replay => replay.RunAsync(since, default));
}
