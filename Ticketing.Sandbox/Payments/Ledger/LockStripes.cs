namespace Ticketing.Sandbox.Payments.Ledger;

/// <summary>One at a time per name. Names that share a stripe wait for each other, which costs time, never correctness.</summary>
sealed class LockStripes
{
    readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<Entered> EnterAsync(string name)
    {
        var stripe = stripes[(uint)name.GetHashCode(StringComparison.Ordinal) % stripes.Length];
        await stripe.WaitAsync();
        return new Entered(stripe);
    }

    public readonly struct Entered(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
