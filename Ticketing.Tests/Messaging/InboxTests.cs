using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Messaging;

public sealed class InboxTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Consumer_WhenAMessageIsDeliveredTwice_HasItsEffectOnce()
    {
        await using var host = await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync(), service =>
        {
            service.AddOutboxRelay();
            service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
        });
        var effects = 0;
        host.Journal.Then = async (arrival, ct) =>
        {
            if (await host.IsNewAsync(arrival, ct))
                Interlocked.Increment(ref effects);
        };

        await host.EnqueueAsync(new Greeting("once"));
        await host.Journal.HasAsync(1);
        await host.AllPublishedAsync();
        // As after a commit whose answer was lost: the relay publishes the row again.
        await host.QueryAsync(context => context.OutboxMessages.ExecuteUpdateAsync(set => set.SetProperty(message => message.PublishedAt, (DateTimeOffset?)null)));

        var arrivals = await host.Journal.HasAsync(2);
        arrivals[0].Context.ShouldBe(arrivals[1].Context);
        await host.DisposeAsync();
        effects.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TryRecord_WhenTwoDeliveriesOverlap_SaysYesToTheSecondIfTheFirstIsRolledBack(bool isCommitted)
    {
        var database = await app.GivenDatabaseAsync();
        var message = new MessageContext(Guid.NewGuid(), "greetings", 1);
        await using var first = TicketingApp.CreateContext(database);
        await using var second = TicketingApp.CreateContext(database);
        await using var firstTransaction = await first.Database.BeginTransactionAsync();
        await using var secondTransaction = await second.Database.BeginTransactionAsync();

        (await first.TryRecordAsync(message, Now, default)).ShouldBeTrue();
        var waiting = second.TryRecordAsync(message, Now, default);
        await (isCommitted ? firstTransaction.CommitAsync() : firstTransaction.RollbackAsync());

        (await waiting).ShouldBe(!isCommitted);
    }

    [Fact]
    public async Task TryRecord_WhenAnotherConsumerHasDoneTheMessage_SaysYes()
    {
        await using var context = TicketingApp.CreateContext(await app.GivenDatabaseAsync());
        await using var transaction = await context.Database.BeginTransactionAsync();
        var message = new MessageContext(Guid.NewGuid(), "greetings", 1);

        (await context.TryRecordAsync(message, Now, default)).ShouldBeTrue();
        (await context.TryRecordAsync(message with { Consumer = "others" }, Now, default)).ShouldBeTrue();
        (await context.TryRecordAsync(message, Now, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task TryRecord_WithoutATransaction_Throws()
    {
        await using var context = TicketingApp.CreateContext(await app.GivenDatabaseAsync());

        await Should.ThrowAsync<InvalidOperationException>(() =>
            context.TryRecordAsync(new MessageContext(Guid.NewGuid(), "greetings", 1), Now, default));
    }
}
