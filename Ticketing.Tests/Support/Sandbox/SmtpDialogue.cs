using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>Speaks SMTP by hand, also wrongly.</summary>
sealed class SmtpDialogue : IDisposable
{
    readonly TcpClient client = new();
    readonly StreamReader reader;

    /// <summary>Connects, and leaves the welcome to be heard.</summary>
    public SmtpDialogue(int port)
    {
        client.Connect(IPAddress.Loopback, port);
        reader = new StreamReader(client.GetStream(), Encoding.UTF8);
    }

    /// <summary>Connects and hears the welcome.</summary>
    public static async Task<SmtpDialogue> StartAsync(int port)
    {
        var dialogue = new SmtpDialogue(port);
        (await dialogue.HearAsync()).ShouldStartWith("220 ");
        return dialogue;
    }

    /// <summary>Sends a line and answers the reply, whose lines are joined.</summary>
    public async Task<string> SayAsync(string line)
    {
        await SendAsync($"{line}\r\n");
        return await HearAsync();
    }

    /// <summary>Sends just this, with no line end of its own.</summary>
    public async Task SendAsync(string raw) => await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(raw));

    /// <summary>The next reply; empty when the server has hung up.</summary>
    public async Task<string> HearAsync()
    {
        var reply = new StringBuilder();
        while (await reader.ReadLineAsync().WaitAsync(Eventually.Patience) is { } line)
        {
            reply.AppendLine(line);
            if (line.Length < 4 || line[3] != '-')
                break;
        }

        return reply.ToString();
    }

    public void Dispose()
    {
        reader.Dispose();
        client.Dispose();
    }
}
