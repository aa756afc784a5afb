using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using Ticketing.Core.Browsers;
using Ticketing.Core.Problems;
using Ticketing.Core.Security;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.Security;

/// <summary>Refusals and sign-ins are events: each once, bounded in a flood, and with nothing that somebody sent.</summary>
[Trait("Category", "Security")]
public sealed class SecurityEventsTests
{
    const string Secret = "secret-of-the-request";

    readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    readonly ConcurrentQueue<string> lines = new();

    [Theory]
    [Trait("Asvs", "V7.1.3")]
    [Trait("Asvs", "V7.2.2")]
    [InlineData("GET", "/refused/x?with=401", "access_refused: 401 customer_required at /refused/{reference}")]
    [InlineData("GET", "/refused/x?with=403", "access_refused: 403 second_factor_required at /refused/{reference}")]
    [InlineData("GET", "/refused/x?with=400", "input_refused: 400 validation_failed at /refused/{reference}")]
    [InlineData("GET", "/refused/x?with=number", "input_refused: 400 malformed_request at /refused/{reference}")]
    [InlineData("GET", "/refused/x?with=429", "rate_refused: 429 too_many_requests at /refused/{reference}")]
    [InlineData("GET", "/refused/x?with=wait", "locked_out: 429 too_many_attempts at /refused/{reference}")]
    [InlineData("GET", "/refused/x?with=password", "sign_in_failed: 401 login_failed at /refused/{reference}")]
    [InlineData("GET", "/refused/x?with=link", "link_refused: 404 account_link_ended at /refused/{reference}")]
    [InlineData("GET", "/refused/x?with=theirs", "access_refused: 404 booking_not_found at /refused/{reference}")]
    [InlineData("POST", "/refused/x", "foreign_origin: 403 foreign_origin at /refused/{reference}")]
    [InlineData("HOST", "/refused/x", "unknown_host: 400 unknown_host at none")]
    public async Task Refusal_OfEachKind_IsOneEvent(string how, string path, string told)
    {
        await using var service = await StartAsync();

        var trace = await AskAsync(service, how, path);

        lines.Where(line => line.Contains("Security event", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain($"Security event {told}, trace {trace}");
    }

    [Theory]
    [Trait("Asvs", "V7.1.3")]
    [InlineData("GET", "/open")]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/refused/x?with=409")]
    [InlineData("GET", "/refused/x?with=queue")]
    public async Task Answer_ThatRefusesNothing_IsNoEvent(string how, string path)
    {
        await using var service = await StartAsync();
        using var counted = new Metered(service, "ticketing.security.events");

        await AskAsync(service, how, path);

        lines.ShouldNotContain(line => line.Contains("Security event", StringComparison.Ordinal));
        counted.Value.ShouldBe(0);
    }

    /// <summary>With whatever belongs to a line: scopes, too, have the path.</summary>
    [Theory]
    [Trait("Asvs", "V7.1.1")]
    [Trait("Asvs", "V7.3.1")]
    [InlineData("GET", $"/refused/{Secret}?with=401&token={Secret}")]
    [InlineData("GET", $"/refused/%0d%0awarn:%20{Secret}?with=400")]
    [InlineData("POST", $"/refused/{Secret}")]
    [InlineData("HOST", $"/{Secret}")]
    public async Task Event_OfARequestWithSecrets_HasNothingThatSomebodySent(string how, string path)
    {
        await using var service = await StartAsync();

        await AskAsync(service, how, path);

        var line = lines.Where(line => line.Contains("Security event", StringComparison.Ordinal)).ShouldHaveSingleItem();
        line.ShouldNotContain(Secret);
        line.ShouldNotContain("evil");
        line.ShouldNotContain("RequestPath");
        line.ShouldNotContain(line.Any(char.IsControl) ? line : "\n");
    }

    [Fact]
    [Trait("Asvs", "V7.3.3")]
    public async Task Flood_OfOneKind_IsWrittenSoOftenAMinuteAndCounted()
    {
        await using var service = await StartAsync();
        using var counted = new Metered(service, "ticketing.security.events");

        for (var request = 0; request < 100; request++)
            await AskAsync(service, "GET", "/refused/x?with=401");
        await AskAsync(service, "GET", "/refused/x?with=429");

        Told("access_refused").ShouldBe(30);
        Told("rate_refused").ShouldBe(1);
        counted.Value.ShouldBe(101);
        clock.Advance(TimeSpan.FromMinutes(1));
        lines.ShouldContain(line => line.Contains("access_refused: 70 more within a minute", StringComparison.Ordinal));
        await AskAsync(service, "GET", "/refused/x?with=401");
        Told("access_refused").ShouldBe(32);
    }

    [Fact]
    [Trait("Asvs", "V7.3.1")]
    public async Task Reason_ThatIsNoWord_IsNotWritten()
    {
        await using var service = await StartAsync();
        var events = service.Services.GetRequiredService<SecurityEvents>();

        events.Record(SecurityEventKind.InputRefused, new DefaultHttpContext { TraceIdentifier = "trace" }, 400, "a\nwarn: forged");

        lines.ShouldHaveSingleItem().ShouldContain("input_refused: 400 other at none");
    }

    int Told(string kind) => lines.Count(line => line.Contains($"Security event {kind}:", StringComparison.Ordinal));

    Task<TestService> StartAsync() => TestService.StartAsync(
        builder =>
        {
            builder.AddServiceDefaults();
            builder.AddProblems();
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Logging.AddProvider(new Lines(lines));
        },
        app =>
        {
            app.UseProblems();
            app.UseRouting();
            app.UseForeignOriginCheck();
            app.MapGet("/open", () => "open");
            app.MapGet("/refused/{reference}", IResult (string with, HttpContext http) => with switch
            {
                "401" or "429" => TypedResults.StatusCode(int.Parse(with, System.Globalization.CultureInfo.InvariantCulture)),
                "403" => Problem.Forbidden("second_factor_required", "A code."),
                "400" => Problem.Validation(("with", "Something else.")),
                "number" => throw new BadHttpRequestException("No number."),
                "wait" => Problem.TooManyRequests("too_many_attempts", "Wait."),
                "password" => Problem.Unauthorized("login_failed", "Wrong."),
                "link" => Problem.NotFound("account_link_ended", "Spent."),
                "theirs" => Problem.NotFound("booking_not_found", "None."),
                "409" => Problem.Conflict("seat_taken", "Taken."),
                "queue" => Problem.Forbidden("waiting_room_required", "Wait."),
                _ => TypedResults.Ok(),
            });
            app.MapPost("/refused/{reference}", () => "never");
        },
        ("Shutdown:Notice", "00:00:00"));

    /// <returns>The request's trace.</returns>
    static async Task<string> AskAsync(TestService service, string how, string path)
    {
        // The service's instrumentation is of this process, and would write a header of its own.
        using var suppressed = SuppressInstrumentationScope.Begin();
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(how == "POST" ? HttpMethod.Post : HttpMethod.Get, path);
        var trace = ActivityTraceId.CreateRandom().ToString();
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        if (how == "POST")
        {
            request.Headers.Add("Cookie", $"a={Secret}");
            request.Headers.Add("Origin", "https://evil.example");
        }

        if (how == "HOST")
            request.Headers.Host = "evil.example";
        using var answer = await client.SendAsync(request);
        return trace;
    }

    /// <summary>What the service writes of security, a line of each, with its scopes.</summary>
    sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ISupportExternalScope
    {
        IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public void Dispose()
        {
        }

        sealed class Writer(Lines owner, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => owner.scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => category.StartsWith("Ticketing.Core.Security", StringComparison.Ordinal);

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (!IsEnabled(logLevel))
                    return;

                var scoped = new List<string>();
                owner.scopes.ForEachScope((scope, all) => all.Add($"{scope}"), scoped);
                owner.Write($"{logLevel} {eventId.Id} {eventId.Name} {formatter(state, exception)} {string.Join(' ', scoped)}");
            }
        }

        void Write(string line) => lines.Enqueue(line);
    }
}
