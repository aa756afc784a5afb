using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

/// <summary>Gives a dead letter another chance, in the queue that it died in and in no other.</summary>
public sealed class DeadLetterReplay(TicketingDbContext database, Broker broker, TimeProvider clock, ILogger<DeadLetterReplay> logger)
{
    /// <summary>Of a queue at once: what one caller may wait for.</summary>
    public const int Most = 500;

    /// <summary>Replays the oldest letters of a queue whose cause is mended, up to <see cref="Most"/>.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="BrokerUnavailableException">Some may have been replayed; those are marked.</exception>
    public async Task<int> ReplayAllAsync(string queue, string by, CancellationToken ct)
    {
        var ids = await database.DeadLetters.Where(letter => letter.Queue == queue && letter.ReplayedAt == null)
            .OrderBy(letter => letter.DeadAt).Select(letter => letter.Id).Take(Most).ToListAsync(ct);
        foreach (var id in ids)
            await ReplayAsync(id, by, ct);
        return ids.Count;
    }

    /// <summary>
    /// Publishes the letter as if it had never failed, and records who did. One that was replayed before is left alone. A second
    /// publication, after an answer that was lost, does no harm: the consumer's inbox knows the message.
    /// </summary>
    /// <param name="by">As in <c>staff:{id}</c>.</param>
    /// <returns>The letter, null when there is none.</returns>
    /// <exception cref="BrokerUnavailableException">Whether it was published is not known; it counts as not replayed.</exception>
    public async Task<DeadLetter?> ReplayAsync(Guid id, string by, CancellationToken ct)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        // Two who press the button at once: the second waits here, and finds it done.
        var letter = await database.DeadLetters.FromSql($"SELECT * FROM dead_letters WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(ct);
        if (letter is null or { ReplayedAt: not null })
            return letter;

        await broker.PublishAsync((channel, confirm) => ReplayPublisher.PublishAsync(channel, letter, confirm), ct);
        letter.ReplayedAt = clock.GetUtcNow();
        letter.ReplayedBy = by;
        // Not with the token: it is published, and should be known to be.
        await database.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        logger.LogInformation("Dead letter {Id} of queue {Queue} was replayed by {By}", letter.Id, letter.Queue, by);
        return letter;
    }
}
