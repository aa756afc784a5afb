using Microsoft.EntityFrameworkCore.Storage;

namespace Ticketing.Api.Bookings;

/// <summary>The commit was sent, but whether it happened is not known.</summary>
sealed class CommitUnansweredException(Exception cause) : Exception("The commit got no answer.", cause);

static class CommitExtensions
{
    /// <summary>Commits; a client that hangs up meanwhile changes nothing.</summary>
    /// <exception cref="CommitUnansweredException">Look up what happened.</exception>
    public static async Task CommitAnsweredAsync(this IDbContextTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            throw new CommitUnansweredException(failure);
        }
    }
}
