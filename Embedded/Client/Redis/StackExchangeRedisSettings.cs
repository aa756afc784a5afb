namespace Aspire.StackExchange.Redis;

/// <summary>Settings of the Redis client, read from <c>Aspire:StackExchange:Redis</c> and its section of the connection's name.</summary>
public sealed class StackExchangeRedisSettings
{
    public string? ConnectionString { get; set; }
    public bool DisableHealthChecks { get; set; }
    public bool DisableTracing { get; set; }
}
