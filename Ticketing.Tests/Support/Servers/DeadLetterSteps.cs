using System.Text;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Support.Servers;

/// <summary>Dead letters as tests make and find them.</summary>
static class DeadLetterSteps
{
    public const string Queue = "greetings";

    /// <summary>Straight to a queue, as something else than our relay would.</summary>
    public static async Task PublishAsync(this MessagingHost host, BasicProperties properties, byte[] body, string queue = Queue)
    {
        await host.QueueIsConsumedAsync(queue);
        await using var channel = await host.OpenChannelAsync();
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, body);
    }

    public static async Task<DeadLetter> DeadLetterAsync(this MessagingHost host) => (await host.DeadLettersAsync(1)).ShouldHaveSingleItem();

    /// <summary>In the order of their deaths, as soon as there are so many and none is left on the broker.</summary>
    public static async Task<List<DeadLetter>> DeadLettersAsync(this MessagingHost host, int count)
    {
        var letters = await Eventually.BecomesAsync(
            () => host.QueryAsync(context => context.DeadLetters.AsNoTracking().OrderBy(letter => letter.DeadAt).ToListAsync()), found => found.Count >= count);
        await Eventually.BecomesAsync(() => host.WaitingAsync($"{Queue}.dead"), waiting => waiting == 0);
        return letters;
    }

    public static async Task<uint> WaitingAsync(this MessagingHost host, string queue)
    {
        await using var channel = await host.OpenChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    public static Task<DeadLetter?> ReplayAsync(this MessagingHost host, Guid id, string by = "staff:test") =>
        host.UseAsync<DeadLetterReplay, DeadLetter?>(replay => replay.ReplayAsync(id, by, default));

    /// <summary>Whether the message is new to its consumer, which is committed by itself.</summary>
    public static Task<bool> IsNewAsync(this MessagingHost host, Arrival arrival, CancellationToken ct) => host.QueryAsync(async context =>
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var isNew = await context.TryRecordAsync(arrival.Context, arrival.At, ct);
        await transaction.CommitAsync(ct);
        return isNew;
    });

    /// <summary>Takes the message so many times and goes away each time without an answer, as a consumer does that a message kills.</summary>
    public static async Task DieOverAsync(this MessagingHost host, int times)
    {
        for (var death = 0; death < times; death++)
        {
            await using var channel = await host.OpenChannelAsync();
            await Eventually.BecomesAsync(() => channel.BasicGetAsync(Queue, autoAck: false), message => message is not null);
        }
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A queue that is being declared by several at once takes messages only when it has started.</summary>
    public static Task QueueIsConsumedAsync(this MessagingHost host, string queue) => Eventually.BecomesAsync(
        async () =>
        {
            await using var channel = await host.OpenChannelAsync();
            try
            {
                return await channel.ConsumerCountAsync(queue) > 0;
            }
            catch (OperationInterruptedException)
            {
                return false;
            }
        },
        isConsumed => isConsumed);
}
