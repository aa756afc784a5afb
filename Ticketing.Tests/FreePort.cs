using System.Net;
using System.Net.Sockets;

namespace Ticketing.Tests;

static class FreePort
{
    /// <summary>A port of the loopback interface where nobody listens at the moment.</summary>
    public static int Find()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
