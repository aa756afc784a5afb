using System.Text;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using Ticketing.Core.Bookings;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Faults;

/// <summary>Messages that nobody can handle, and messages of which nobody knows whether they arrived.</summary>
[Collection(FaultSuite.Misbehaviour)]
[Trait("Category", "Faults")]
public sealed class MessageFaultTests(FaultStack stack)
{
    [Fact]
    public async Task Stream_WhenConfirmsGetLost_PublishesAgainAndDoesNothingTwice()
    {
        await Evening.RunAsync(stack, "confirms lost", async evening =>
        {
            stack.Confirms.Steal();
            await Eventually.BecomesAsync(() => Task.FromResult(stack.Confirms.Stolen), stolen => stolen >= 5);
            // Payments go on, since they are also looked after without messages.
            await evening.SellsAsync(4);
            stack.Confirms.Stop();
        });

        await Eventually.BecomesAsync(UnpublishedAsync, unpublished => unpublished == 0);
    }

    [Fact]
    public async Task Stream_WhenMessagesCannotBeHandled_SetsThemAsideAndGoesOn()
    {
        var (unreadable, hopeless) = (Guid.NewGuid(), Guid.NewGuid());

        await Evening.RunAsync(stack, "poison messages", async evening =>
        {
            await PublishAsync(unreadable, "{ not json");
            await PublishAsync(hopeless, $$"""{ "bookingId": "{{Guid.NewGuid()}}", "showingId": 1, "seats": [] }""");
            await evening.SellsAsync(4);
        });

        foreach (var id in (Guid[])[unreadable, hopeless])
            await Eventually.BecomesAsync(() => IsDeadAsync(id), dead => dead);
    }

    /// <summary>As if the outbox had it: to every queue that takes confirmations.</summary>
    async Task PublishAsync(Guid id, string body)
    {
        var factory = new ConnectionFactory { Uri = new Uri(await stack.ConnectionStringAsync("rabbitmq")) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var properties = new BasicProperties { MessageId = id.ToString(), Type = nameof(BookingConfirmed), Persistent = true };
        await channel.BasicPublishAsync("ticketing", nameof(BookingConfirmed), mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    async Task<bool> IsDeadAsync(Guid messageId)
    {
        await using var database = await stack.DatabaseAsync();
        return await database.DeadLetters.AnyAsync(letter => letter.MessageId == messageId && letter.Queue == Queues.Emails.Name);
    }

    async Task<int> UnpublishedAsync()
    {
        await using var database = await stack.DatabaseAsync();
        return await database.OutboxMessages.CountAsync(message => message.PublishedAt == null);
    }
}
