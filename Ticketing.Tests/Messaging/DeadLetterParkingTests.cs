using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RabbitMQ.Client;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Messaging;

/// <summary>Every message that cannot be handled ends in the table, once, with what staff need to know of it.</summary>
public sealed class DeadLetterParkingTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Parking_WhenTheHandlerAlwaysFails_KeepsTheMessageWithItsStory()
    {
        await using var host = await StartAsync();
        host.Journal.Then = (_, _) => throw new InvalidOperationException("Never.");

        var id = await host.EnqueueAsync(new Greeting("hopeless"));

        var letter = await host.DeadLetterAsync();
        (letter.Queue, letter.MessageId, letter.Type, letter.Attempts, letter.Error)
            .ShouldBe((DeadLetterSteps.Queue, id, nameof(Greeting), 3, "InvalidOperationException: Never."));
        letter.Body.ShouldContain("hopeless");
        (letter.DeadAt - letter.FirstFailedAt!.Value).ShouldBeGreaterThanOrEqualTo(MessagingHost.FirstDelay + MessagingHost.SecondDelay - TimeSpan.FromMilliseconds(5));
        (letter.ReplayedAt, letter.ReplayedBy).ShouldBe((null, null));
    }

    [Fact]
    public async Task Parking_WhenTryingAgainIsFutile_KeepsTheMessageAtOnce()
    {
        await using var host = await StartAsync();
        host.Journal.Then = (_, _) => throw new FutileMessageException("550 No such mailbox");

        await host.EnqueueAsync(new Greeting("nobody"));

        var letter = await host.DeadLetterAsync();
        (letter.Attempts, letter.Error).ShouldBe((1, "FutileMessageException: 550 No such mailbox"));
        host.Journal.Arrivals.ShouldHaveSingleItem();
    }

    public static TheoryData<string?, byte[]> Poison => new()
    {
        { nameof(Greeting), "{ not json"u8.ToArray() },
        { nameof(Greeting), "null"u8.ToArray() },
        { nameof(Greeting), [] },
        { nameof(Greeting), [0x80, 0xff, 0x00, 0x22] },
        { nameof(Greeting), "base64:it only looks like it"u8.ToArray() },
        { nameof(Greeting), "{\"text\":\"a\\u0000b\"\0}"u8.ToArray() },
        { "Unheard", "{}"u8.ToArray() },
        { null, "{}"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Poison))]
    public async Task Parking_WhenTheMessageCannotBeRead_KeepsEveryByteOfIt(string? type, byte[] body)
    {
        await using var host = await StartAsync();

        var properties = new BasicProperties { MessageId = Guid.NewGuid().ToString() };
        if (type is not null)
            properties.Type = type;
        await host.PublishAsync(properties, body);

        var letter = await host.DeadLetterAsync();
        (letter.MessageId.ToString(), letter.Type, letter.Attempts).ShouldBe((properties.MessageId, type, 1));
        letter.Error.ShouldStartWith("UnreadableMessageException");
        DeadDelivery.ToBody(letter.Body).ShouldBe(body);
        host.Journal.Arrivals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Parking_WhenMessagesHaveNoIds_TellsThemApartByWhatTheySay()
    {
        await using var host = await StartAsync();

        await host.PublishAsync(new BasicProperties { MessageId = "one" }, DeadLetterSteps.Utf8("a"));
        await host.PublishAsync(new BasicProperties { MessageId = "one" }, DeadLetterSteps.Utf8("b"));

        (await host.DeadLettersAsync(2)).ShouldAllBe(letter => letter.MessageId == null && letter.Type == null);
    }

    [Fact]
    public async Task Parking_WhenAMessageKillsItsConsumers_KeepsItAfterTheLimitOfDeliveries()
    {
        var broker = await app.GivenVirtualHostAsync();
        await using var host = await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), broker, service =>
        {
            service.AddOutboxRelay(MessagingHost.Greetings);
            service.AddDeadLetterParking(MessagingHost.Greetings);
        });
        var id = await host.EnqueueAsync(new Greeting("deadly"));
        await host.AllPublishedAsync();

        await host.DieOverAsync(Topology.DeliveryLimit + 1);

        var letter = await host.DeadLetterAsync();
        (letter.MessageId, letter.Attempts, letter.FirstFailedAt).ShouldBe((id, 1, null));
        letter.Error.ShouldStartWith("delivery_limit");
    }

    [Fact]
    public async Task Parking_WhenALetterComesTwice_KeepsItOnce()
    {
        await using var host = await StartAsync();
        var properties = new BasicProperties { MessageId = Guid.NewGuid().ToString(), Type = "Unheard" };

        // As after a commit whose acknowledgement was lost, or a publish whose confirm was.
        await host.PublishAsync(properties, DeadLetterSteps.Utf8("{}"));
        await host.PublishAsync(properties, DeadLetterSteps.Utf8("{}"));
        await host.PublishAsync(new BasicProperties { MessageId = Guid.NewGuid().ToString(), Type = "Another" }, DeadLetterSteps.Utf8("{}"));

        (await host.DeadLettersAsync(2)).Select(letter => letter.Type).ShouldBe(["Unheard", "Another"], ignoreOrder: true);
    }

    [Fact]
    public async Task Parking_WhenTheDatabaseIsAway_LeavesTheLetterOnTheBrokerUntilItIsBack()
    {
        var (database, broker) = (await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        var server = new NpgsqlConnectionStringBuilder(database);
        await using var line = new BrokenLine($"tcp://{server.Host}:{server.Port}");
        (server.Host, server.Port) = ("127.0.0.1", line.Port);
        await using var parking = await MessagingHost.StartAsync(server.ConnectionString, broker, service => service.AddDeadLetterParking(MessagingHost.Greetings));
        await using var host = await MessagingHost.StartAsync(database, broker, service =>
            service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings));

        line.Cut();
        await host.PublishAsync(new BasicProperties { MessageId = Guid.NewGuid().ToString(), Type = "Unheard" }, DeadLetterSteps.Utf8("{}"));
        // Taken, not answered: it neither waits for a consumer nor is gone.
        await Eventually.BecomesAsync(() => host.WaitingAsync("greetings"), waiting => waiting == 0);
        (await host.QueryAsync(context => context.DeadLetters.CountAsync())).ShouldBe(0);

        line.Mend();
        (await host.DeadLetterAsync()).Type.ShouldBe("Unheard");
    }

    [Fact]
    public async Task Parking_WhenItsConnectionIsLost_ParksAgain()
    {
        await using var line = new BrokenLine(await app.GivenVirtualHostAsync());
        await using var host = await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), await line.ConnectionStringAsync(), service =>
        {
            service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
            service.AddDeadLetterParking(MessagingHost.Greetings);
        });
        await host.PublishAsync(new BasicProperties { MessageId = Guid.NewGuid().ToString(), Type = "Before" }, DeadLetterSteps.Utf8("{}"));
        await host.DeadLetterAsync();

        line.Cut();
        line.Mend();
        await Eventually.BecomesAsync(async () =>
        {
            try
            {
                await host.PublishAsync(new BasicProperties { MessageId = Guid.NewGuid().ToString(), Type = "After" }, Encoding.UTF8.GetBytes("{}"));
                return true;
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException)
            {
                return false;
            }
        }, published => published);

        (await host.DeadLettersAsync(2)).Select(letter => letter.Type).ShouldBe(["Before", "After"]);
    }

    async Task<MessagingHost> StartAsync() => await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync(), service =>
    {
        service.AddOutboxRelay();
        service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
        service.AddDeadLetterParking(MessagingHost.Greetings);
    });
}
