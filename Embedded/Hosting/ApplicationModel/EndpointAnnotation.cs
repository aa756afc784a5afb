using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    string? transport;
    bool? tlsEnabled;

    /// <summary>Describes an endpoint; the scheme defaults to the protocol, the name to the scheme.</summary>
    public EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? transport = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isExternal = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? Lower(protocol);
        Name = name ?? UriScheme;
        ModelName.Validate("Endpoint", Name);
        this.transport = transport;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
    }

    /// <summary>The name that references use.</summary>
    public string Name { get; set; }

    /// <summary>TCP or UDP.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The port that clients use; null for any free one.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the process listens on; null for any free one.</summary>
    public int? TargetPort { get; set; }

    /// <summary>Such as <c>http</c>.</summary>
    public string UriScheme { get; set; }

    /// <summary>The address that the process binds to.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>Such as <c>http</c> or <c>http2</c>.</summary>
    public string Transport
    {
        get => transport ?? (UriScheme is "http" or "https" ? "http" : Lower(Protocol));
        set => transport = value;
    }

    /// <summary>Whether the world outside may call it.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether <c>WithReference</c> of the whole resource leaves it out.</summary>
    public bool ExcludeReferenceEndpoint { get; set; }

    /// <summary>Whether it speaks TLS.</summary>
    public bool TlsEnabled
    {
        get => tlsEnabled ?? UriScheme == "https";
        set => tlsEnabled = value;
    }

    /// <summary>Where clients find it, once the application has started.</summary>
    public AllocatedEndpoint? AllocatedEndpoint { get; set; }

    internal bool FromLaunchProfile { get; set; }

    internal string? TargetPortEnvironmentVariable { get; set; }

    static string Lower(ProtocolType protocol) => protocol == ProtocolType.Udp ? "udp" : "tcp";
}

/// <summary>Where clients find an endpoint.</summary>
public class AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port)
{
    /// <summary>The endpoint.</summary>
    public EndpointAnnotation Endpoint { get; } = endpoint;

    /// <summary>Host name or address.</summary>
    public string Address { get; } = address;

    /// <summary>Port number.</summary>
    public int Port { get; } = port;

    /// <summary>Such as <c>http://localhost:5080</c>.</summary>
    public string UriString => $"{Endpoint.UriScheme}://{Address}:{Port}";

    /// <inheritdoc />
    public override string ToString() => UriString;
}
