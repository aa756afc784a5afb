using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Messaging;

public sealed class OutboxRelayTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly MessageQueue Farewells = new("farewells", typeof(Farewell));

    [Fact]
    public async Task Relay_WhenTheBrokerConfirms_MarksTheRowAndDeliversTheMessage()
    {
        await using var host = await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync(), service =>
        {
            service.AddOutboxRelay();
            service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
        });

        var id = await host.EnqueueAsync(new Greeting("안녕"));

        var arrival = (await host.Journal.HasAsync(1)).ShouldHaveSingleItem();
        arrival.Message.ShouldBe(new Greeting("안녕"));
        arrival.Context.ShouldBe(new MessageContext(id, "greetings", Attempt: 1));
        await host.AllPublishedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Relay_WhenMessagesAreCommitted_DoesNotWaitForItsNextPoll(bool inTransaction)
    {
        await using var host = await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync(), service =>
        {
            service.Configuration["Messaging:PollInterval"] = "01:00:00";
            // With its queue: what no queue takes would wait for the next poll.
            service.AddOutboxRelay(MessagingHost.Greetings);
            service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
        });
        await host.EnqueueAsync(new Greeting("before"));
        await host.AllPublishedAsync();

        await host.UseAsync<TicketingDbContext, int>(async context =>
        {
            await using var transaction = inTransaction ? await context.Database.BeginTransactionAsync() : null;
            context.Enqueue(new Greeting("now"), TimeProvider.System.GetUtcNow());
            var saved = await context.SaveChangesAsync();
            if (transaction is not null)
                await transaction.CommitAsync();
            return saved;
        });

        (await host.Journal.HasAsync(2))[^1].Message.ShouldBe(new Greeting("now"));
    }

    [Fact]
    public async Task Relay_WhenTheBrokerIsAway_KeepsTheRowAndPublishesItLater()
    {
        await using var line = new BrokenLine(await app.GivenVirtualHostAsync());
        await using var host = await MessagingHost.StartAsync(await app.GivenDatabaseAsync(), await line.ConnectionStringAsync(), service =>
        {
            service.AddOutboxRelay();
            service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
        });
        await host.EnqueueAsync(new Greeting("before"));
        await host.Journal.HasAsync(1);
        await host.AllPublishedAsync();

        line.Cut();
        await host.EnqueueAsync(new Greeting("meanwhile"));
        // Longer than several polls and failures.
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        (await host.UnpublishedAsync()).ShouldBe(1);
        host.Journal.Arrivals.Count.ShouldBe(1);

        line.Mend();
        (await host.Journal.HasAsync(2))[^1].Message.ShouldBe(new Greeting("meanwhile"));
        await host.AllPublishedAsync();
    }

    [Fact]
    public async Task Relay_WhenNoQueueTakesTheMessage_KeepsItAndPublishesTheOthers()
    {
        var (database, broker) = (await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        await using var host = await MessagingHost.StartAsync(database, broker, service =>
        {
            service.AddOutboxRelay();
            service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
        });

        // More than a batch of them, and older.
        await host.EnqueueAsync([.. Enumerable.Range(0, 300).Select(n => new Farewell($"{n}"))]);
        await host.EnqueueAsync(new Greeting("hello"));

        await host.Journal.HasAsync(1);
        await Eventually.BecomesAsync(host.UnpublishedAsync, unpublished => unpublished == 300);

        await using var late = await MessagingHost.StartAsync(database, broker, service => service.AddConsumer<Farewell, Handler<Farewell>>(Farewells));
        (await late.Journal.HasAsync(300)).Select(arrival => arrival.Context.MessageId).ShouldBeUnique();
        await host.AllPublishedAsync();
    }

    [Fact]
    public async Task Relay_WhenAConsumerHasNeverRun_KeepsTheMessageForItToo()
    {
        var (database, broker) = (await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        var letters = new MessageQueue("letters", typeof(Greeting));
        await using var host = await MessagingHost.StartAsync(database, broker, service =>
        {
            service.AddOutboxRelay(MessagingHost.Greetings, letters);
            service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
        });
        var id = await host.EnqueueAsync(new Greeting("to two queues"));
        await host.Journal.HasAsync(1);
        await host.AllPublishedAsync();

        await using var late = await MessagingHost.StartAsync(database, broker, service => service.AddConsumer<Greeting, Handler<Greeting>>(letters));

        (await late.Journal.HasAsync(1)).ShouldHaveSingleItem().Context.ShouldBe(new MessageContext(id, "letters", Attempt: 1));
    }

    [Fact]
    public async Task Relay_WhenThereAreTwo_PublishesEachMessageOnce()
    {
        const int count = 1000;
        var (database, broker) = (await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        await using var consumer = await MessagingHost.StartAsync(database, broker, service => service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings));
        await consumer.EnqueueAsync([.. Enumerable.Range(0, count).Select(n => new Greeting($"{n}"))]);

        await using var one = await MessagingHost.StartAsync(database, broker, service => service.AddOutboxRelay());
        await using var other = await MessagingHost.StartAsync(database, broker, service => service.AddOutboxRelay());

        await one.AllPublishedAsync();
        var arrivals = await consumer.Journal.HasAsync(count);
        arrivals.Count.ShouldBe(count);
        arrivals.Select(arrival => arrival.Context.MessageId).ShouldBeUnique();
    }

    [Fact]
    public async Task Relay_WhenTheCauseIsTraced_ContinuesItsTraceInTheHandler()
    {
        var (cause, publish, handler) = await TraceAsync(TimeSpan.Zero);

        handler.TraceId.ShouldBe(cause.TraceId);
        handler.Source.Name.ShouldBe("RabbitMQ.Client.Subscriber");
        publish.ParentSpanId.ShouldBe(cause.SpanId);
        publish.Links.ShouldBeEmpty();
    }

    /// <summary>Else a broker that was away for a night made traces of a night.</summary>
    [Fact]
    public async Task Relay_WhenAMessageHasWaitedLong_LinksToTheCause()
    {
        var (cause, publish, handler) = await TraceAsync(TimeSpan.FromHours(9));

        handler.TraceId.ShouldBe(publish.TraceId);
        publish.TraceId.ShouldNotBe(cause.TraceId);
        publish.Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(cause.SpanId);
        publish.Duration.ShouldBeLessThan(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Lag_WhenAMessageWaits_IsItsAge()
    {
        var lag = 0.0;
        await using var host = await MessagingHost.StartAsync(
            await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync(), service => service.AddOutboxRelay());
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "ticketing.outbox.lag")
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>((_, measured, _, _) => lag = Math.Max(lag, measured));
        meters.Start();

        await host.EnqueueAsync(new Greeting("nobody takes it"));
        await host.QueryAsync(context => context.OutboxMessages.ExecuteUpdateAsync(set =>
            set.SetProperty(message => message.CreatedAt, message => message.CreatedAt.AddDays(-1))));

        await Eventually.BecomesAsync(
            () =>
            {
                meters.RecordObservableInstruments();
                return Task.FromResult(lag);
            },
            seconds => seconds is > 86_400 and < 86_500);
    }

    /// <summary>A message whose cause is traced, waits so long in the outbox, and is handled.</summary>
    async Task<(Activity Cause, Activity Publish, Activity Handler)> TraceAsync(TimeSpan waited)
    {
        using var source = new ActivitySource($"Test.{Guid.NewGuid():N}");
        Activity? cause = null;
        var published = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s == source || s.Name == "Ticketing.Messaging" || s.Name.StartsWith("RabbitMQ.Client.", StringComparison.Ordinal),
            // As OpenTelemetry's usual sampler: a recorded parent's children and new traces, here those that the test has caused.
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Source == source || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) || options.Links?.Any(IsCause) == true
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.Source.Name == "Ticketing.Messaging" && (span.TraceId == cause?.TraceId || span.Links.Any(IsCause)))
                    published.TrySetResult(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var (database, broker) = (await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        await using var consumer = await MessagingHost.StartAsync(database, broker, service => service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings));
        var handled = new TaskCompletionSource<Activity?>(TaskCreationOptions.RunContinuationsAsynchronously);
        consumer.Journal.Then = (_, _) =>
        {
            handled.TrySetResult(Activity.Current);
            return Task.CompletedTask;
        };
        using (cause = source.StartActivity("booking"))
            await consumer.EnqueueAsync(new Greeting("traced"));
        await using (var server = NpgsqlDataSource.Create(database))
        await using (var update = server.CreateCommand("UPDATE outbox_messages SET created_at = created_at - $1"))
        {
            update.Parameters.Add(new() { Value = waited });
            await update.ExecuteNonQueryAsync();
        }

        await using var relay = await MessagingHost.StartAsync(database, broker, service => service.AddOutboxRelay());

        var handler = (await handled.Task.WaitAsync(Eventually.Patience)).ShouldNotBeNull();
        return (cause.ShouldNotBeNull(), await published.Task.WaitAsync(Eventually.Patience), handler);

        bool IsCause(ActivityLink link) => link.Context.SpanId == cause?.SpanId;
    }
}
