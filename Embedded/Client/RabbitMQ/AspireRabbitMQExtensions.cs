using Aspire.RabbitMQ.Client;
using Embedded.Client;
using Embedded.Client.RabbitMQ;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Microsoft.Extensions.Hosting;

/// <summary>Stands in for Aspire.RabbitMQ.Client.</summary>
public static class AspireRabbitMQExtensions
{
    /// <summary>Registers <see cref="IConnection"/>, made when first asked for, with a health check and tracing.</summary>
    /// <param name="connectionName">Names the connection string in <c>ConnectionStrings</c>.</param>
    public static void AddRabbitMQClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<RabbitMQClientSettings>? configureSettings = null,
        Action<ConnectionFactory>? configureConnectionFactory = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = builder.Configuration.ReadSettings<RabbitMQClientSettings>("Aspire:RabbitMQ:Client", connectionName);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionFactory>(_ =>
        {
            var factory = new ConnectionFactory { Uri = new Uri(ConnectionSettings.Require(settings.ConnectionString, connectionName)) };
            configureConnectionFactory?.Invoke(factory);
            return factory;
        });
        builder.Services.AddSingleton(services =>
            FirstConnection.Open(services.GetRequiredService<IConnectionFactory>(), settings.MaxConnectRetryCount));

        if (!settings.DisableTracing)
        {
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource("RabbitMQ.Client.*"));
        }

        if (!settings.DisableHealthChecks)
        {
            builder.AddHealthCheckOnce<RabbitMQHealthCheck>("RabbitMQ.Client");
        }
    }
}
