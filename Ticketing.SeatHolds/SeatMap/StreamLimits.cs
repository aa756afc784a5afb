using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>How many streams are open: by customer, by address and in all.</summary>
sealed class StreamLimits(IOptions<StreamOptions> options)
{
    readonly Lock gate = new();
    readonly Dictionary<object, int> open = [];
    int total;

    /// <summary>A place for one more stream until it is disposed of; null above a limit.</summary>
    /// <param name="customerId">Null for somebody who has not said who they are.</param>
    public IDisposable? Enter(Guid? customerId, IPAddress? address)
    {
        var network = address is null ? null : Network(address);
        lock (gate)
        {
            if (total >= options.Value.Total || Count(customerId) >= options.Value.PerClient || Count(network) >= options.Value.PerAddress)
                return null;
            Add(customerId, network, 1);
        }

        return new Place(this, customerId, network);
    }

    int Count(object? who) => who is null ? 0 : open.GetValueOrDefault(who);

    void Add(Guid? customerId, IPAddress? network, int count)
    {
        total += count;
        foreach (var who in (object?[])[customerId, network])
        {
            if (who is not null && (open[who] = open.GetValueOrDefault(who) + count) == 0)
                open.Remove(who);
        }
    }

    /// <summary>Whoever has one IPv6 address has 2⁶⁴ of them.</summary>
    static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    sealed class Place(StreamLimits limits, Guid? customerId, IPAddress? network) : IDisposable
    {
        public void Dispose()
        {
            lock (limits.gate)
                limits.Add(customerId, network, -1);
        }
    }
}
