using System.Net;
using System.Net.Sockets;

namespace Ticketing.Load.Stack;

/// <summary>
/// Ports for servers that are started a moment later. They come from below those that Linux gives to outgoing connections and to whoever
/// asks for any (from 32768), so nobody takes one in between.
/// </summary>
static class FreePort
{
    const int First = 10_000;
    const int Count = 22_000;

    static int found = Random.Shared.Next(Count);

    /// <summary>A port of the loopback interface where nobody listens, and that this process has not been told before.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static int Find()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref found) % Count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"Of the ports {First} to {First + Count - 1} none is free.");
    }

    static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
