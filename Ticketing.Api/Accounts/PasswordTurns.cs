using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ticketing.Api.Accounts;

/// <summary>
/// Whose password is looked at next. A look keeps a core busy for a tenth of a second, so looks have half of the cores at most, and a
/// client network one at a time: however many sign in, whoever buys is answered, and whoever signs in from elsewhere comes next.
/// </summary>
sealed class PasswordTurns(IOptions<SignInOptions> options) : IDisposable
{
    readonly PartitionedRateLimiter<IPAddress> turns = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(network => RateLimitPartition.GetConcurrencyLimiter(network, _ => Line(1))),
        PartitionedRateLimiter.Create<IPAddress, bool>(_ => RateLimitPartition.GetConcurrencyLimiter(true, _ => Line(Math.Max(1, Environment.ProcessorCount / 2)))));

    /// <summary>
    /// Null after <see cref="SignInOptions.LongestTurn"/>: a clear answer comes before the caller stops waiting, who would take api for away.
    /// Otherwise the turn lasts until it is disposed.
    /// </summary>
    public async Task<IDisposable?> TakeAsync(IPAddress? network, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.LongestTurn);
        try
        {
            return await turns.AcquireAsync(network ?? IPAddress.None, cancellationToken: patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => turns.Dispose();

    static ConcurrencyLimiterOptions Line(int atOnce) => new() { PermitLimit = atOnce, QueueLimit = int.MaxValue };
}
