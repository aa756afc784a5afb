using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Ticketing.ServiceDefaults;

/// <summary>Where a request comes from, for limits: what one line has, however many addresses that is.</summary>
public static class ClientNetwork
{
    /// <summary>In bytes: one IPv6 customer has at least a /64 of addresses.</summary>
    const int Size = 8;

    /// <summary>The client's IPv4 address, or its IPv6 network; null where there is no connection, as in tests.</summary>
    public static IPAddress? Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var address = http.Connection.RemoteIpAddress;
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(Size).Clear();
        return new IPAddress(bytes);
    }
}
