using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Ticketing.ServiceDefaults;

/// <summary>The machine's clock, wrong by the setting <c>Clock:Offset</c>, also when that changes: what time it is jumps, how time passes does not.</summary>
sealed class OffsetClock : TimeProvider, IDisposable
{
    readonly IConfiguration configuration;
    readonly IDisposable changes;
    long offset;

    public OffsetClock(IConfiguration configuration)
    {
        this.configuration = configuration;
        Set();
        changes = ChangeToken.OnChange(configuration.GetReloadToken, Set);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    public void Dispose() => changes.Dispose();

    void Set() => Interlocked.Exchange(ref offset, configuration.GetValue("Clock:Offset", TimeSpan.Zero).Ticks);
}
