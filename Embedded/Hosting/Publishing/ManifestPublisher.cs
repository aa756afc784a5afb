using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the manifest where <c>--output-path</c> says, then ends the AppHost.</summary>
sealed class ManifestPublisher(
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext execution,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILogger<ManifestPublisher> logger) : IHostedService
{
    public const string OutputPathKey = "Pipeline:OutputPath";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var output = configuration[OutputPathKey] is { Length: > 0 } configured
            ? Path.GetFullPath(configured)
            : throw new DistributedApplicationException("Publishing a manifest needs the option --output-path FILE.");
        if (!output.EndsWith(".json", StringComparison.Ordinal))
            output = Path.Combine(output, "aspire-manifest.json");

        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        await using (var file = File.Create(output))
        await using (var json = new Utf8JsonWriter(file, new() { Indented = true }))
            await new ManifestPublishingContext(execution, output, json, cancellationToken).WriteAsync(model);

        logger.LogInformation("Published manifest to: {ManifestPath}", output);
        lifetime.StopApplication();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
