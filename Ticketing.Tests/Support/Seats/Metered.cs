using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Tests.Support.Seats;

/// <summary>Adds up what one service counts.</summary>
sealed class Metered : IDisposable
{
    readonly MeterListener listener = new();
    long value;

    public Metered(TestService service, string counter)
        : this(service.Services, counter)
    {
    }

    public Metered(IServiceProvider services, string counter)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == counter && instrument.Meter.Scope == meters)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref value, measurement));
        listener.Start();
    }

    public long Value => Interlocked.Read(ref value);

    public void Dispose() => listener.Dispose();
}
