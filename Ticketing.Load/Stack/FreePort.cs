using System.Net;
using System.Net.Sockets;

namespace Ticketing.Load.Stack;

static class FreePort
{
    /// <summary>A port of the loopback interface where nobody listens at the moment.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
