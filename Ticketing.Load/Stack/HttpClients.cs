namespace Ticketing.Load.Stack;

/// <summary>Clients that share their connections, keep no cookies, follow nothing and wait long: a slow answer is to be measured.</summary>
sealed class HttpClients : IDisposable
{
    readonly SocketsHttpHandler connections = new() { UseCookies = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) };

    public HttpClient At(Uri address) => new(connections, disposeHandler: false) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose() => connections.Dispose();
}
