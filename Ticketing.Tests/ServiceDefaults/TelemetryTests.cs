using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Otlp_WhenAnEndpointIsGiven_ReceivesTracesMetricsAndLogsButNoHealthRequests()
    {
        var received = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        await using var collector = await TestService.StartAsync(_ => { }, app => app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, System.Text.Encoding.Latin1);
            var body = await reader.ReadToEndAsync();
            received.AddOrUpdate(signal, body, (_, earlier) => earlier + body);
            return Results.Bytes([], "application/x-protobuf");
        }));
        await using (var service = await TestService.StartAsync(
            builder => builder.AddServiceDefaults(),
            app =>
            {
                app.MapManagementEndpoints();
                app.MapGet("/films", () => "films");
            },
            ("MANAGEMENT_PORT", TestService.FreePort().ToString(CultureInfo.InvariantCulture)),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Addresses[0].ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", "service-under-test"),
            ("Shutdown:Notice", "00:00:00")))
        {
            using var own = service.CreateClient();
            using var management = service.CreateClient(1);
            // The client is in the same process and would be traced too.
            using (SuppressInstrumentationScope.Begin())
                await management.GetStringAsync("/health");
            await own.GetStringAsync("/films");
            // Stopping sends what has been collected.
            await service.StopAsync();
        }

        received.Keys.ShouldBe(["traces", "metrics", "logs"], ignoreOrder: true);
        received["traces"].ShouldContain("/films");
        received["traces"].ShouldContain("service-under-test");
        received["traces"].ShouldNotContain("/health");
        received["metrics"].ShouldContain("http.server.request.duration");
    }
}
