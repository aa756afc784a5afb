using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

/// <summary>Gives a dead letter another chance, in the queue that it died in and in no other.</summary>
public sealed class DeadLetterReplay(TicketingDbContext database, Broker broker, TimeProvider clock, ILogger<DeadLetterReplay> logger)
{
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
