using Aspire.StackExchange.Redis;
using Embedded.Client;
using Embedded.Client.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Stands in for Aspire.StackExchange.Redis.</summary>
public static class AspireRedisExtensions
{
    /// <summary>Registers <see cref="IConnectionMultiplexer"/>, made when first asked for, with a health check and tracing.</summary>
    /// <param name="connectionName">Names the connection string in <c>ConnectionStrings</c>.</param>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = builder.Configuration.ReadSettings<StackExchangeRedisSettings>("Aspire:StackExchange:Redis", connectionName);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
        {
            var options = ReadOptions(ConnectionSettings.Require(settings.ConnectionString, connectionName));
            options.LoggerFactory = services.GetService<ILoggerFactory>();
            configureOptions?.Invoke(options);
            var connection = ConnectionMultiplexer.Connect(options);
            if (!settings.DisableTracing)
            {
                connection.RegisterProfiler(RedisCommandSpans.SessionOfCurrentActivity);
            }

            return connection;
        });

        if (!settings.DisableTracing)
        {
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
                .AddSource(RedisCommandSpans.SourceName)
                .AddProcessor(new RedisCommandSpans()));
        }

        if (!settings.DisableHealthChecks)
        {
            builder.AddHealthCheckOnce<RedisHealthCheck>("StackExchange.Redis");
        }
    }

    static ConfigurationOptions ReadOptions(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        // As in Aspire: a server that is not up yet is waited for, unless the connection string says otherwise.
        if (!connectionString.Contains("abortConnect", StringComparison.OrdinalIgnoreCase))
        {
            options.AbortOnConnectFail = false;
        }

        return options;
    }
}
