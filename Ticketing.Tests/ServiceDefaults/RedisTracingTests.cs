using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class RedisTracingTests
{
    [Fact]
    public async Task Commands_InsideAnActivity_AreItsChildSpans()
    {
        using var source = new ActivitySource($"Test.{Guid.NewGuid():N}");
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:redis", await TicketingApp.GivenRedisAsync())]);
        builder.AddRedisClient("redis");
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(source.Name).AddProcessor(new Collect(spans)));
        using var host = builder.Build();
        await host.StartAsync();
        var database = host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

        await database.StringSetAsync("outside", 1);
        Activity parent;
        using (parent = source.StartActivity("request").ShouldNotBeNull())
            await Task.WhenAll(database.StringSetAsync("inside", 1), database.StringGetAsync("inside"));

        // They are written down every ten seconds or so.
        var commands = await Eventually.BecomesAsync(
            () => Task.FromResult(spans.Where(span => span.Kind == ActivityKind.Client && span.ParentSpanId == parent.SpanId).ToList()), found => found.Count == 2);
        commands.Select(span => span.DisplayName).ShouldBe(["SET", "GET"], ignoreOrder: true);
        commands.ShouldAllBe(span => span.ParentSpanId == parent.SpanId && span.TraceId == parent.TraceId && span.Duration > TimeSpan.Zero);
        await host.StopAsync();
    }

    sealed class Collect(System.Collections.Concurrent.ConcurrentQueue<Activity> spans) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => spans.Enqueue(data);
    }
}
