using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Variables that make a project's OpenTelemetry reach the dashboard soon.</summary>
static class ProjectTelemetry
{
    public const string CollectorKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";

    public static IResourceBuilder<ProjectResource> WithTelemetry(this IResourceBuilder<ProjectResource> project)
    {
        project.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        if (project.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return project;

        var development = project.ApplicationBuilder.Environment.IsDevelopment();
        var configuration = project.ApplicationBuilder.Configuration;
        return project.WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            if (development)
            {
                variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
                variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
            }

            if (configuration[CollectorKey] is { Length: > 0 } collector)
            {
                variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
                variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            }

            variables["OTEL_RESOURCE_ATTRIBUTES"] = ReferenceExpression.Create($"service.instance.id={ReplicaName.Value}");
            variables["OTEL_SERVICE_NAME"] = project.Resource.Name;
            if (development)
            {
                foreach (var name in (string[])["OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BSP_SCHEDULE_DELAY", "OTEL_METRIC_EXPORT_INTERVAL"])
                    variables[name] = "1000";
                variables["OTEL_TRACES_SAMPLER"] = "always_on";
                variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            }

            variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
            variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        });
    }

    /// <summary>The name of the process that asks.</summary>
    sealed class ReplicaName : IExpressionValue
    {
        public static readonly ReplicaName Value = new();

        string IManifestExpressionProvider.ValueExpression => "";

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new("");

        public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken) => new(context.Replica?.Name);
    }
}
