using System.Linq.Expressions;
using Ticketing.Core.Messaging;

namespace Ticketing.Api.DeadLetters;

/// <param name="Queue">The queue whose consumer gave it up, and to which a replay brings it back.</param>
/// <param name="Type">Name of the message; null if it did not say.</param>
/// <param name="Body">As it came; <c>base64:…</c> if it is no text.</param>
/// <param name="Attempts">Since it was written or last replayed.</param>
sealed record DeadLetterResponse(
    Guid Id, string Queue, Guid? MessageId, string? Type, string Body, string Error, int Attempts,
    DateTimeOffset? FirstFailedAt, DateTimeOffset DeadAt, DateTimeOffset? ReplayedAt, string? ReplayedBy)
{
    public static Expression<Func<DeadLetter, DeadLetterResponse>> Projection { get; } = letter => new DeadLetterResponse(
        letter.Id, letter.Queue, letter.MessageId, letter.Type, letter.Body, letter.Error, letter.Attempts,
        letter.FirstFailedAt, letter.DeadAt, letter.ReplayedAt, letter.ReplayedBy);

    static readonly Func<DeadLetter, DeadLetterResponse> FromLetter = Projection.Compile();

    public static DeadLetterResponse Of(DeadLetter letter) => FromLetter(letter);
}

/// <param name="Page">Counted from 1.</param>
/// <param name="Total">Of all pages.</param>
sealed record DeadLetterPage(IReadOnlyList<DeadLetterResponse> DeadLetters, int Page, int PageSize, int Total);

/// <param name="Replayed">Dead letters.</param>
sealed record ReplayedResponse(int Replayed);
