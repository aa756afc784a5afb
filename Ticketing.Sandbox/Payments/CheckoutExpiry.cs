using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments;

/// <summary>Ends checkouts that nobody paid in time. Paying checks the time by itself; this only makes the end known.</summary>
sealed class CheckoutExpiry(CheckoutLedger ledger, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var checkout in ledger.Checkouts.Where(IsDue))
                await ledger.ChangeAsync(checkout.Id, current => current.Expire(time.GetUtcNow()));
        }
    }

    bool IsDue(Checkout checkout) =>
        checkout.Status is CheckoutStatus.Open or CheckoutStatus.Declined && checkout.ExpiresAt <= time.GetUtcNow();
}
