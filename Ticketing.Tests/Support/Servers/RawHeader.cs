using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Ticketing.Tests.Support.Servers;

/// <summary>A request with a header that no HTTP client of ours would write.</summary>
static class RawHeader
{
    /// <returns>The answer's status.</returns>
    public static async Task<int> SendAsync(Uri service, string path, string header, string value, string? body = null, string? token = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.Host, service.Port);
        var request = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{(body is null ? "GET" : "POST")} {path} HTTP/1.1\r\nHost: {service.Authority}\r\nConnection: close\r\n{header}: {value}\r\n");
        if (token is not null)
            request.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {token}\r\n");
        if (body is not null)
            request.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request.Append("\r\n").Append(body).ToString()));
        using var answer = new StreamReader(client.GetStream(), Encoding.Latin1);
        return int.Parse((await answer.ReadLineAsync() ?? "").Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
