using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Aspire.Hosting.Running.Relay;

/// <summary>What this machine's loopback interface offers.</summary>
static class Loopback
{
    public static bool HasIPv6 { get; } = Socket.OSSupportsIPv6 && NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Any(address => address.Address.Equals(IPAddress.IPv6Loopback));

    /// <summary>Whether nobody listens on the port.</summary>
    public static bool IsFree(int port) =>
        CanBind(IPAddress.Loopback, port) && (!HasIPv6 || CanBind(IPAddress.IPv6Loopback, port));

    static bool CanBind(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            // A listener on all addresses only collides here.
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
