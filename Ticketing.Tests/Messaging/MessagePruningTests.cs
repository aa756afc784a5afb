using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Workers.Payments.Pruning;

namespace Ticketing.Tests.Messaging;

public sealed class MessagePruningTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    // The database has a clock of its own, and deletes nothing of the last day.
    static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    static readonly DateTimeOffset Old = Now.AddDays(-14).AddSeconds(-1);
    static readonly DateTimeOffset Young = Now.AddDays(-14).AddSeconds(1);

    [Fact]
    public async Task Prune_AfterFourteenDays_DeletesWhatNoReplayNeeds()
    {
        var database = await app.GivenDatabaseAsync();
        await using var context = TicketingApp.CreateContext(database);
        var (old, young, unpublished, dead, replayed) = (Outbox(Old, true), Outbox(Young, true), Outbox(Old, false), Guid.CreateVersion7(Old), Guid.CreateVersion7(Old));
        context.AddRange(old, young, unpublished);
        context.AddRange(Letter(dead, replayedAt: null), Letter(replayed, replayedAt: Old), Letter(young.Id, replayedAt: Young));
        foreach (var id in (Guid[])[old.Id, young.Id, unpublished.Id, dead, replayed])
            context.Add(new InboxMessage { Consumer = "emails", MessageId = id, ProcessedAt = Old });
        context.Add(new InboxMessage { Consumer = "payments", MessageId = old.Id, ProcessedAt = Young });
        context.AddRange(Mail("Ticket:old", Old), Mail("Ticket:young", Young));
        await context.SaveChangesAsync();

        await PruneAsync(database);

        (await context.OutboxMessages.Select(message => message.Id).ToListAsync()).ShouldBe([young.Id, unpublished.Id], ignoreOrder: true);
        (await context.DeadLetters.Select(letter => letter.MessageId).ToListAsync()).ShouldBe([dead, young.Id], ignoreOrder: true);
        (await context.InboxMessages.Where(record => record.Consumer == "emails").Select(record => record.MessageId).ToListAsync())
            .ShouldBe([young.Id, unpublished.Id, dead], ignoreOrder: true);
        (await context.InboxMessages.CountAsync(record => record.Consumer == "payments")).ShouldBe(1);
        (await context.MailDeliveries.Select(mail => mail.Key).ToListAsync()).ShouldBe(["Ticket:young"]);
    }

    [Fact]
    public async Task Prune_WhenThereIsMoreThanABatch_DeletesAll()
    {
        var database = await app.GivenDatabaseAsync();
        await using var context = TicketingApp.CreateContext(database);
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox_messages (consumer, message_id, processed_at) SELECT 'emails', gen_random_uuid(), {Old} FROM generate_series(1, 12000)");

        await PruneAsync(database);

        (await context.InboxMessages.AnyAsync()).ShouldBeFalse();
    }

    static async Task PruneAsync(string database)
    {
        await using var context = TicketingApp.CreateContext(database);
        await new MessagePruning(context, Options.Create(new MessagingOptions()), new FakeTimeProvider(Now), NullLogger<MessagePruning>.Instance).RunAsync(default);
    }

    static OutboxMessage Outbox(DateTimeOffset at, bool isPublished) => new()
    {
        Id = Guid.CreateVersion7(at),
        Type = nameof(Greeting),
        Payload = "{}",
        CreatedAt = at,
        PublishedAt = isPublished ? at : null,
    };

    static DeadLetter Letter(Guid messageId, DateTimeOffset? replayedAt) => new()
    {
        Id = Guid.NewGuid(),
        Queue = "emails",
        MessageId = messageId,
        Body = "{}",
        Error = "Broken.",
        Attempts = 6,
        DeadAt = Old,
        ReplayedAt = replayedAt,
    };

    static MailDelivery Mail(string key, DateTimeOffset at) => new()
    {
        Key = key,
        Kind = MailKind.Ticket,
        BookingId = Guid.NewGuid(),
        Recipient = "mina@example.com",
        Attempts = 1,
        TriedAt = at,
        SentAt = at,
    };
}
