using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.Support.Servers;

/// <summary>
/// Not Stripe: a stub, over real HTTP, of what Stripe documents of sessions, payment intents, refunds, lists, errors and idempotency,
/// as far as we use it. What passes here shows that we speak the documentation, not that Stripe agrees.
/// </summary>
sealed class StripeStub : IAsyncDisposable
{
    public const string Key = "sk_test_of_the_stub";

    readonly ConcurrentDictionary<string, (string Asked, int Status, string Body)> answers = new();
    readonly List<StubSession> sessions = [];
    readonly Lock gate = new();
    TestService service = null!;

    StripeStub()
    {
    }

    public string Address => service.Addresses[0].GetLeftPart(UriPartial.Authority);

    public ConcurrentQueue<StripeRequest> Requests { get; } = new();

    /// <summary>Answers in place of the stub, before or after the request was done, where it is not null.</summary>
    public Func<StripeRequest, (HttpStatusCode Status, string Body, bool AfterEffect)?> Fault { get; set; } = _ => null;

    /// <summary>Idempotency keys whose first request ended in an error, which is their answer since.</summary>
    public ConcurrentDictionary<string, bool> Spoilt { get; } = new();

    /// <summary>What Stripe does with its idempotency keys after a day.</summary>
    public void ForgetKeys() => answers.Clear();

    public static async Task<StripeStub> StartAsync()
    {
        var stub = new StripeStub();
        stub.service = await TestService.StartAsync(builder => builder.Logging.ClearProviders(), app => app.Run(stub.AnswerAsync));
        return stub;
    }

    /// <summary>The customer pays with a good card.</summary>
    public void Pay(string sessionId) => Change(sessionId, session => (session.Status, session.IntentStatus, session.IsDeclined) = ("complete", "requires_capture", false));

    /// <summary>The customer tries a bad card; the page lets them try another.</summary>
    public void Decline(string sessionId) => Change(sessionId, session => (session.IntentStatus, session.IsDeclined) = ("requires_payment_method", true));

    public void Change(string sessionId, Action<StubSession> change)
    {
        lock (gate)
            change(sessions.Single(session => session.Id == sessionId));
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    async Task AnswerAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType
            ? (await http.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString())
            : [];
        var request = new StripeRequest(
            http.Request.Method, http.Request.Path, form, http.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString()),
            http.Request.Headers["Idempotency-Key"].ToString());
        Requests.Enqueue(request);
        var fault = Fault(request);
        var (status, body) = fault is { AfterEffect: false } ? ((int)fault.Value.Status, fault.Value.Body) : Answer(request, http);
        if (fault is { AfterEffect: true })
            (status, body) = ((int)fault.Value.Status, fault.Value.Body);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body);
    }

    /// <summary>The first answer under a key is the answer for ever; a key with other content is refused.</summary>
    (int Status, string Body) Answer(StripeRequest request, HttpContext http)
    {
        lock (gate)
        {
            if (http.Request.Headers.Authorization != $"Bearer {Key}")
                return Error(401, "invalid_request_error", null, "Invalid API Key provided");
            if (request.IdempotencyKey is "" || request.Method != "POST")
                return Do(request);

            if (Spoilt.ContainsKey(request.IdempotencyKey))
            {
                http.Response.Headers["Idempotent-Replayed"] = "true";
                return Error(500, "api_error", null, "An unknown error occurred");
            }

            var asked = $"{request.Path}?{string.Join('&', request.Form.OrderBy(field => field.Key, StringComparer.Ordinal))}";
            if (answers.TryGetValue(request.IdempotencyKey, out var earlier))
            {
                http.Response.Headers["Idempotent-Replayed"] = "true";
                return earlier.Asked == asked
                    ? (earlier.Status, earlier.Body)
                    : Error(400, "idempotency_error", null, "Keys for idempotent requests can only be used with the same parameters they were first used with.");
            }

            var (status, body) = Do(request);
            answers[request.IdempotencyKey] = (asked, status, body);
            return (status, body);
        }
    }

    (int Status, string Body) Do(StripeRequest request) => (request.Method, request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
    {
        ("POST", ["v1", "checkout", "sessions"]) => Create(request),
        ("GET", ["v1", "checkout", "sessions"]) => List(request),
        ("GET", ["v1", "checkout", "sessions", var id]) => WithSession(id, session => Ok(session.ToJson(expanded: request.Query.Keys.Any(key => key.StartsWith("expand", StringComparison.Ordinal))))),
        ("POST", ["v1", "checkout", "sessions", var id, "expire"]) => WithSession(id, Expire),
        ("POST", ["v1", "payment_intents", var id, "capture"]) => WithIntent(id, session => Capture(session, Number(request.Form["amount_to_capture"]))),
        ("POST", ["v1", "payment_intents", var id, "cancel"]) => WithIntent(id, Cancel),
        ("GET", ["v1", "refunds"]) => WithIntent(request.Query["payment_intent"], ListRefunds),
        ("POST", ["v1", "refunds"]) => WithIntent(request.Form["payment_intent"], session => Refund(session, request)),
        _ => Error(404, "invalid_request_error", null, $"Unrecognized request URL ({request.Method}: {request.Path})."),
    };

    (int, string) Create(StripeRequest request)
    {
        var session = new StubSession($"cs_test_{Guid.NewGuid():N}", request.Form, TimeProvider.System.GetUtcNow());
        if (Number(request.Form["expires_at"]) < session.Created + 30 * 60)
            return Error(400, "invalid_request_error", null, "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.");

        sessions.Add(session);
        return Ok(session.ToJson(expanded: false));
    }

    /// <summary>Newest first, in pages.</summary>
    (int, string) List(StripeRequest request)
    {
        var since = request.Query.TryGetValue("created[gte]", out var from) ? Number(from) : 0;
        var intent = request.Query.GetValueOrDefault("payment_intent");
        var found = sessions.AsEnumerable().Reverse().Where(session => session.Created >= since && (intent is null || session.IntentId == intent));
        if (request.Query.TryGetValue("starting_after", out var last))
            found = found.SkipWhile(session => session.Id != last).Skip(1);
        var limit = (int)Number(request.Query.GetValueOrDefault("limit", "10"));
        var page = found.Take(limit + 1).ToList();
        return Ok(new JsonObject
        {
            ["object"] = "list",
            ["url"] = "/v1/checkout/sessions",
            ["has_more"] = page.Count > limit,
            ["data"] = new JsonArray([.. page.Take(limit).Select(session => session.ToJson(expanded: true))]),
        });
    }

    static (int, string) Expire(StubSession session)
    {
        if (session.Status != "open")
            return Error(400, "invalid_request_error", null, $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{session.Status}`.");

        session.Status = "expired";
        return Ok(session.ToJson(expanded: false));
    }

    static (int, string) Capture(StubSession session, long amount)
    {
        if (session.IntentStatus != "requires_capture")
            return Unexpected(session);

        (session.IntentStatus, session.Received) = ("succeeded", amount);
        return Ok(session.IntentJson());
    }

    static (int, string) Cancel(StubSession session)
    {
        if (session.IntentStatus is "succeeded" or "canceled")
            return Unexpected(session);

        session.IntentStatus = "canceled";
        return Ok(session.IntentJson());
    }

    static (int, string) Refund(StubSession session, StripeRequest request)
    {
        var amount = Number(request.Form["amount"]);
        if (session.Received == session.Refunded)
            return Error(400, "invalid_request_error", "charge_already_refunded", "Charge has already been refunded.");
        if (amount > session.Received - session.Refunded)
            return Error(400, "invalid_request_error", null, "Refund amount is greater than unrefunded amount on charge.");

        session.Refunded += amount;
        session.Refunds.Add((amount, request.Form["metadata[refund]"]));
        return Ok(RefundJson(session, session.Refunds.Count - 1));
    }

    static (int, string) ListRefunds(StubSession session) => Ok(new JsonObject
    {
        ["object"] = "list",
        ["url"] = "/v1/refunds",
        ["has_more"] = false,
        ["data"] = new JsonArray([.. session.Refunds.Select((_, n) => RefundJson(session, n)).Reverse()]),
    });

    static JsonObject RefundJson(StubSession session, int n) => new()
    {
        ["id"] = $"re_{session.Id}_{n}",
        ["object"] = "refund",
        ["amount"] = session.Refunds[n].Amount,
        ["status"] = "succeeded",
        ["metadata"] = new JsonObject { ["refund"] = session.Refunds[n].Ours },
    };

    (int, string) WithSession(string id, Func<StubSession, (int, string)> use) => sessions.Find(session => session.Id == id) is { } found
        ? use(found) : Error(404, "invalid_request_error", "resource_missing", $"No such checkout.session: '{id}'");

    (int, string) WithIntent(string id, Func<StubSession, (int, string)> use) => sessions.Find(session => session.IntentId == id) is { } found
        ? use(found) : Error(404, "invalid_request_error", "resource_missing", $"No such payment_intent: '{id}'");

    static (int, string) Unexpected(StubSession session) => Error(
        400, "invalid_request_error", "payment_intent_unexpected_state", $"This PaymentIntent has a status of {session.IntentStatus}.");

    static (int, string) Ok(JsonObject body) => (200, body.ToJsonString());

    public static (int, string) Error(int status, string type, string? code, string message) =>
        (status, new JsonObject { ["error"] = new JsonObject { ["type"] = type, ["code"] = code, ["message"] = message } }.ToJsonString());

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

sealed record StripeRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Form, IReadOnlyDictionary<string, string> Query, string IdempotencyKey);
