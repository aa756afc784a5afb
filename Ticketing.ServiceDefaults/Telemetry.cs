using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ticketing.ServiceDefaults;

/// <summary>Traces, metrics and logs; sent over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
static class Telemetry
{
    /// <summary>The activity sources and meters of this system are named <c>Ticketing.…</c>.</summary>
    const string OwnSources = "Ticketing.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.KeepAddressesConfidential();
        var managementPort = builder.Configuration.ManagementPort();
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddSource(OwnSources)
                .AddProcessor(new OwnRounds())
                .AddAspNetCoreInstrumentation(requests => requests.Filter = http => http.Connection.LocalPort != managementPort)
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddMeter(OwnSources)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation());
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }
}

/// <summary>
/// Keeps out of the traces what services do of their own accord, round after round: a call of a database, of Redis or of another service that
/// no request and no message caused. What such a call causes is left out with it. Metrics count all of them.
/// </summary>
sealed class OwnRounds : BaseProcessor<Activity>
{
    public override void OnStart(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var isOwnRound = data.Kind == ActivityKind.Client && data.ParentId is null;
        // Also where all is sampled, whatever the parent was: so it is in development.
        if (!isOwnRound && data.Parent is not { Recorded: false })
            return;

        data.IsAllDataRequested = false;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
