namespace Aspire.RabbitMQ.Client;

/// <summary>Settings of the RabbitMQ client, read from <c>Aspire:RabbitMQ:Client</c> and its section of the connection's name.</summary>
public sealed class RabbitMQClientSettings
{
    public string? ConnectionString { get; set; }

    /// <summary>How often a failed first connection is tried again, after 1, 2, 4 … seconds; 0 for never.</summary>
    public int MaxConnectRetryCount { get; set; } = 5;

    public bool DisableHealthChecks { get; set; }
    public bool DisableTracing { get; set; }
}
