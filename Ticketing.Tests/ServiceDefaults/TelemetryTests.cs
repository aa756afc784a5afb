using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Otlp_WhenAnEndpointIsGiven_ReceivesTracesMetricsAndLogs()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectorAsync(received);
        await using var service = await StartAsync(
            _ => { },
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Addresses[0].ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", "service-under-test"));

        using var client = service.CreateClient();
        using (FromOutside())
            await client.GetStringAsync("/films");
        // Ending the service sends what has been collected.
        await service.StopAsync();
        await service.DisposeAsync();

        received.Keys.ShouldBe(["traces", "metrics", "logs"], ignoreOrder: true);
        received["traces"].ShouldContain("/films");
        received["traces"].ShouldContain("service-under-test");
        received["metrics"].ShouldContain("http.server.request.duration");
    }

    /// <summary>Also where the instrumentation is told to write queries, as Aspire does in development, and logs are as loud as they can be.</summary>
    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V7.1.1")]
    public async Task Otlp_OfRequestsWithSecrets_HoldsNoQueriesAndNoHeaders()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectorAsync(received);
        await using var other = await StartAsync(_ => { });
        await using var service = await TestService.StartAsync(
            builder =>
            {
                builder.AddServiceDefaults();
                builder.Services.AddHttpClient("other", http => http.BaseAddress = other.Addresses[0]);
            },
            app => app.MapGet("/films", async (IHttpClientFactory clients) =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/films?link=secret-of-the-call");
                request.Headers.Add("Booking-Link", "secret-of-a-header");
                using var answer = await clients.CreateClient("other").SendAsync(request);
                return await answer.Content.ReadAsStringAsync();
            }),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Addresses[0].ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true"),
            ("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true"),
            ("Logging:LogLevel:Default", "Trace"),
            ("Shutdown:Notice", "00:00:00"));

        using var client = service.CreateClient();
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/films?link=secret-of-the-page");
        asked.Headers.Add("Waiting-Room-Pass", "secret-of-a-pass");
        using (FromOutside())
        {
            using var got = await client.SendAsync(asked);
            got.EnsureSuccessStatusCode();
        }

        await service.StopAsync();
        await service.DisposeAsync();

        received.Keys.ShouldBe(["traces", "metrics", "logs"], ignoreOrder: true);
        received["traces"].ShouldContain("/films");
        foreach (var (signal, text) in received)
            text.ShouldNotContain("secret-of", customMessage: signal);
    }

    /// <summary>Logs are on standard output already, and one request in twenty is traced, in all services or in none.</summary>
    [Fact]
    public async Task Otlp_WithWhatTheManifestsSet_ReceivesMetricsAndTheTracesThatTheCallerBegan()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectorAsync(received);
        await using var service = await StartAsync(
            _ => { },
            [
                .. from setting in Settings.InTheOpen("api", "prod")
                   where setting.Key.StartsWith("OTEL_", StringComparison.Ordinal) || setting.Key.StartsWith("Logging__", StringComparison.Ordinal)
                   where setting.Key != "OTEL_EXPORTER_OTLP_ENDPOINT"
                   select (setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value),
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Addresses[0].ToString()),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ]);

        using var client = service.CreateClient();
        var traced = await GetAsync("01");
        var untraced = await GetAsync("00");
        await service.StopAsync();
        await service.DisposeAsync();

        received.Keys.ShouldBe(["traces", "metrics"], ignoreOrder: true);
        received["traces"].ShouldContain(traced);
        received["traces"].ShouldNotContain(untraced);
        received["metrics"].ShouldContain("http.server.request.duration");
        received["metrics"].ShouldContain("service.instance.id");

        // The trace's id, as it is sent.
        async Task<string> GetAsync(string flags)
        {
            var trace = ActivityTraceId.CreateRandom();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/films");
            request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-{flags}");
            using var outside = FromOutside();
            using var answer = await client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            return Encoding.Latin1.GetString(Convert.FromHexString(trace.ToString()));
        }
    }

    [Fact]
    public async Task Traces_OfTheManagementPort_AreLeftOut()
    {
        var spans = new ConcurrentQueue<Activity>();
        await using var service = await StartAsync(builder =>
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddProcessor(new Collect(spans))));

        using var outside = FromOutside();
        using var management = service.CreateClient(1);
        await management.GetStringAsync("/health");
        using var own = service.CreateClient();
        await own.GetStringAsync("/films");

        // By port: the instrumentation also sees the services of other tests in this process.
        await Eventually.BecomesAsync(() => Task.FromResult(RequestsTo(service.Addresses[0])), requests => requests == 1);
        RequestsTo(service.Addresses[1]).ShouldBe(0);

        int RequestsTo(Uri address) => spans.Count(span => span.Kind == ActivityKind.Server && span.GetTagItem("server.port") is int port && port == address.Port);
    }

    /// <summary>Else a database that is asked ten times a second whether there is work buries what customers do.</summary>
    [Theory]
    [InlineData("parentbased_always_on")]
    [InlineData("always_on")] // as Aspire has it in development
    public async Task Traces_OfWhatAServiceDoesByItself_AreLeftOut(string sampler)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var source = new ActivitySource($"Ticketing.Test.{Guid.NewGuid():N}");
        await using var service = await StartAsync(
            builder => builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddProcessor(new Collect(spans))),
            ("OTEL_TRACES_SAMPLER", sampler));

        using (source.StartActivity("own round", ActivityKind.Client))
        using (source.StartActivity("caused by it"))
        {
        }

        using (source.StartActivity("a message", ActivityKind.Consumer))
        using (source.StartActivity("caused by the message", ActivityKind.Client))
        {
        }

        spans.Where(span => span.Source.Name == source.Name && span.Recorded).Select(span => span.OperationName)
            .ShouldBe(["caused by the message", "a message"]);
    }

    /// <summary>The service's instrumentation is of this process: it would take the test's requests for rounds of the service.</summary>
    static IDisposable FromOutside() => SuppressInstrumentationScope.Begin();

    static Task<TestService> CollectorAsync(ConcurrentDictionary<string, string> received) =>
        TestService.StartAsync(_ => { }, app => app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, Encoding.Latin1);
            var body = await reader.ReadToEndAsync();
            received.AddOrUpdate(signal, body, (_, earlier) => earlier + body);
            return Results.Bytes([], "application/x-protobuf");
        }));

    static Task<TestService> StartAsync(Action<WebApplicationBuilder> configure, params (string, string)[] configuration) => TestService.StartAsync(
        builder =>
        {
            builder.AddServiceDefaults();
            configure(builder);
        },
        app => app.MapGet("/films", () => "films"),
        [
            .. configuration,
            ("MANAGEMENT_PORT", FreePort.Find().ToString(CultureInfo.InvariantCulture)),
            ("Shutdown:Notice", "00:00:00"),
        ]);

    sealed class Collect(ConcurrentQueue<Activity> spans) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => spans.Enqueue(data);
    }
}
