using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Messaging;

/// <summary>A dead letter gets another chance where it died, once for each time that staff want it.</summary>
public sealed class DeadLetterReplayTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly MessageQueue Letters = new("letters", typeof(Greeting));

    [Fact]
    public async Task Replay_WhenTheCauseIsMended_HandlesTheMessageInItsOwnQueueOnly()
    {
        await using var host = await StartAsync();
        host.Journal.Then = (arrival, _) =>
            arrival.Context.Consumer == DeadLetterSteps.Queue ? throw new InvalidOperationException("Broken.") : Task.CompletedTask;
        var id = await host.EnqueueAsync(new Greeting("twice lucky"));
        var letter = await host.DeadLetterAsync();
        // Three attempts here and one in the other queue.
        var before = (await host.Journal.HasAsync(4)).Count;
        host.Journal.Then = (_, _) => Task.CompletedTask;

        var replayed = await host.ReplayAsync(letter.Id, "staff:mina");

        var arrivals = await host.Journal.HasAsync(before + 1);
        arrivals[^1].ShouldBe(new Arrival(new Greeting("twice lucky"), new MessageContext(id, DeadLetterSteps.Queue, Attempt: 1), arrivals[^1].At));
        await Eventually.BecomesAsync(() => host.WaitingAsync(DeadLetterSteps.Queue), waiting => waiting == 0);
        host.Journal.Arrivals.Count(arrival => arrival.Context.Consumer == Letters.Name).ShouldBe(1);
        replayed!.ReplayedBy.ShouldBe("staff:mina");
        (await StoredAsync(host, letter.Id)).ReplayedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Replay_WhenSeveralAskAtOnce_PublishesOnce()
    {
        await using var host = await StartAsync(Letters.Name);
        host.Journal.Then = (_, _) => throw new FutileMessageException("Broken.");
        await host.EnqueueAsync(new Greeting("once"));
        var letter = await host.DeadLetterAsync();
        host.Journal.Then = (_, _) => Task.CompletedTask;
        var before = host.Journal.Arrivals.Count;

        await Task.WhenAll(Enumerable.Range(0, 5).Select(n => host.ReplayAsync(letter.Id, $"staff:{n}")));
        var stored = await StoredAsync(host, letter.Id);
        var again = await host.ReplayAsync(letter.Id, "staff:late");

        (again!.ReplayedBy, again.ReplayedAt).ShouldBe((stored.ReplayedBy, stored.ReplayedAt));
        await host.Journal.HasAsync(before + 1);
        await host.PublishAsync(new BasicProperties { MessageId = Guid.NewGuid().ToString(), Type = nameof(Greeting) }, "{\"text\":\"last\"}"u8.ToArray());
        await Eventually.BecomesAsync(() => Task.FromResult(host.Journal.Arrivals), all => all.Any(arrival => arrival.Message is Greeting { Text: "last" }));
        host.Journal.Arrivals.Skip(before).Count(arrival => arrival.Message is Greeting { Text: "once" }).ShouldBe(1);
    }

    [Fact]
    public async Task Replay_WhenTheMessageDiesAgain_IsAnotherLetter()
    {
        await using var host = await StartAsync(Letters.Name);
        host.Journal.Then = (_, _) => throw new FutileMessageException("Still broken.");
        var id = await host.EnqueueAsync(new Greeting("stubborn"));
        var first = await host.DeadLetterAsync();

        await host.ReplayAsync(first.Id);

        var letters = await host.DeadLettersAsync(2);
        letters.Count.ShouldBe(2);
        letters.ShouldAllBe(letter => letter.MessageId == id && letter.Attempts == 1);
        (letters[0].Id, letters[0].ReplayedAt is null, letters[1].ReplayedAt is null).ShouldBe((first.Id, false, true));
        await host.ReplayAsync(letters[1].Id);
        (await host.DeadLettersAsync(3)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Replay_WhenTheMessageWasHandledMeanwhile_HasNoEffect()
    {
        await using var host = await StartAsync(Letters.Name);
        var (effects, isBroken) = (0, true);
        host.Journal.Then = async (arrival, ct) =>
        {
            if (await host.IsNewAsync(arrival, ct))
                Interlocked.Increment(ref effects);
            // As when the answer of the commit is lost.
            if (isBroken)
                throw new FutileMessageException("Done, but not known to be.");
        };
        await host.EnqueueAsync(new Greeting("done"));
        var letter = await host.DeadLetterAsync();
        isBroken = false;

        await host.ReplayAsync(letter.Id);

        await host.Journal.HasAsync(2);
        await host.StopAsync();
        effects.ShouldBe(1);
    }

    [Fact]
    public async Task Replay_WhenTheBrokerIsAway_LeavesTheLetterToBeReplayedLater()
    {
        await using var line = new BrokenLine(await app.GivenVirtualHostAsync());
        await using var host = await StartAsync(Letters.Name, await line.ConnectionStringAsync());
        host.Journal.Then = (_, _) => throw new FutileMessageException("Broken.");
        await host.EnqueueAsync(new Greeting("patient"));
        var letter = await host.DeadLetterAsync();
        host.Journal.Then = (_, _) => Task.CompletedTask;

        line.Cut();
        await Should.ThrowAsync<BrokerUnavailableException>(() => host.ReplayAsync(letter.Id));
        (await StoredAsync(host, letter.Id)).ReplayedAt.ShouldBeNull();

        line.Mend();
        await Eventually.BecomesAsync(async () =>
        {
            try
            {
                return (await host.ReplayAsync(letter.Id))?.ReplayedAt;
            }
            catch (BrokerUnavailableException)
            {
                return null;
            }
        }, replayedAt => replayedAt is not null);
        await host.Journal.HasAsync(2);
    }

    [Fact]
    public async Task ReplayAll_OfAQueue_ReplaysWhatNobodyHasYet()
    {
        await using var host = await StartAsync(Letters.Name);
        host.Journal.Then = (_, _) => throw new FutileMessageException("Broken.");
        await host.EnqueueAsync(new Greeting("1"), new Greeting("2"), new Greeting("3"));
        var letters = await host.DeadLettersAsync(3);
        host.Journal.Then = (_, _) => Task.CompletedTask;
        await host.ReplayAsync(letters[0].Id, "staff:early");

        (await ReplayAllAsync(host, "another")).ShouldBe(0);
        (await ReplayAllAsync(host, DeadLetterSteps.Queue)).ShouldBe(2);
        (await ReplayAllAsync(host, DeadLetterSteps.Queue)).ShouldBe(0);

        (await host.Journal.HasAsync(6)).Skip(3).Select(arrival => ((Greeting)arrival.Message).Text).ShouldBe(["1", "2", "3"], ignoreOrder: true);
        (await StoredAsync(host, letters[0].Id)).ReplayedBy.ShouldBe("staff:early");
        (await StoredAsync(host, letters[2].Id)).ReplayedBy.ShouldBe("staff:late");
    }

    [Fact]
    public async Task Replay_WhenThereIsNoSuchLetter_SaysSo()
    {
        await using var host = await StartAsync();

        (await host.ReplayAsync(Guid.NewGuid())).ShouldBeNull();
    }

    /// <param name="without">A queue that nobody consumes.</param>
    async Task<MessagingHost> StartAsync(string? without = null, string? broker = null) =>
        await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), broker ?? await app.GivenVirtualHostAsync(), service =>
        {
            service.AddOutboxRelay(MessagingHost.Greetings, Letters);
            foreach (var queue in new[] { MessagingHost.Greetings, Letters }.Where(queue => queue.Name != without))
                service.AddConsumer<Greeting, Handler<Greeting>>(queue);
            service.AddDeadLetterParking(MessagingHost.Greetings);
            service.AddReplay(MessagingHost.Greetings, Letters);
        });

    static Task<int> ReplayAllAsync(MessagingHost host, string queue) =>
        host.UseAsync<DeadLetterReplay, int>(replay => replay.ReplayAllAsync(queue, "staff:late", default));

    static Task<DeadLetter> StoredAsync(MessagingHost host, Guid id) =>
        host.QueryAsync(context => context.DeadLetters.AsNoTracking().SingleAsync(letter => letter.Id == id));
}
