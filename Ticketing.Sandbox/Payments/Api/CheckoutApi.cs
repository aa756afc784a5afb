using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Sandbox.Payments.Faults;
using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments.Api;

/// <summary>What merchants call.</summary>
static class CheckoutApi
{
    const int PageLength = 100;

    public static void MapCheckoutApi(this IEndpointRouteBuilder routes)
    {
        var checkouts = routes.MapGroup("/v1/checkouts");
        checkouts.MapPost("/", Create).MayFail(ProviderVerb.Create);
        checkouts.MapGet("/", List).MayFail(ProviderVerb.List);
        checkouts.MapGet("/{id}", Find).MayFail(ProviderVerb.Find);
        checkouts.MapPost("/{id}/capture", Capture).MayFail(ProviderVerb.Capture);
        checkouts.MapPost("/{id}/cancel", Cancel).MayFail(ProviderVerb.Cancel);
        checkouts.MapPost("/{id}/refunds", Refund).MayFail(ProviderVerb.Refund);
    }

    static void MayFail(this RouteHandlerBuilder endpoint, ProviderVerb verb) => endpoint.AddEndpointFilter(new FaultyAnswers(verb));

    static async Task<Results<Created<Checkout>, ProblemHttpResult>> Create(
        Write<CreateCheckout> write, HttpRequest request, CheckoutLedger ledger, TimeProvider time)
    {
        var now = time.GetUtcNow();
        // A repetition may come after the expiry that was in the future the first time: then the ledger answers, not the check.
        if (ledger.EarlierAnswer(write.Request) is null && write.Body.Errors(now) is { Count: > 0 } errors)
            return ProviderProblems.ValidationFailed(errors);

        var id = $"chk_{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        var provider = new Uri($"{request.Scheme}://{request.Host}");
        return await ledger.CreateAsync(write.Request, () => write.Body.ToCheckout(id, provider, now)) switch
        {
            Outcome.Changed(var checkout, _) => TypedResults.Created($"/v1/checkouts/{checkout.Id}", checkout),
            Outcome.Refused refused => refused.ToProblem(),
            var other => throw new InvalidOperationException($"Unexpected {other}."),
        };
    }

    /// <summary>Checkouts created at or after an instant, oldest first, 100 at most; <paramref name="after"/> continues behind the last one seen.</summary>
    /// <param name="since">Unix seconds.</param>
    static Results<Ok<Checkout[]>, ProblemHttpResult> List(CheckoutLedger ledger, long since = 0, string? after = null)
    {
        var checkouts = ledger.Checkouts.Where(checkout => checkout.CreatedAt.ToUnixTimeSeconds() >= since);
        if (after is not null)
        {
            if (ledger.Find(after) is null)
                return ProviderProblems.CheckoutNotFound(after);
            checkouts = checkouts.SkipWhile(checkout => checkout.Id != after).Skip(1);
        }

        return TypedResults.Ok(checkouts.Take(PageLength).ToArray());
    }

    static Results<Ok<Checkout>, ProblemHttpResult> Find(string id, CheckoutLedger ledger) =>
        ledger.Find(id) is { } checkout ? TypedResults.Ok(checkout) : ProviderProblems.CheckoutNotFound(id);

    static Task<Results<Ok<Checkout>, ProblemHttpResult>> Capture(string id, Write<MoveMoney> write, CheckoutLedger ledger) =>
        AnswerAsync(ledger.ChangeAsync(id, write.Request, checkout => checkout.Capture(write.Body.Amount)));

    static Task<Results<Ok<Checkout>, ProblemHttpResult>> Cancel(string id, Write<CancelCheckout> write, CheckoutLedger ledger) =>
        AnswerAsync(ledger.ChangeAsync(id, write.Request, checkout => checkout.Cancel()));

    static Task<Results<Ok<Checkout>, ProblemHttpResult>> Refund(string id, Write<MoveMoney> write, CheckoutLedger ledger) =>
        AnswerAsync(ledger.ChangeAsync(id, write.Request, checkout => checkout.Refund(write.Body.Amount)));

    static async Task<Results<Ok<Checkout>, ProblemHttpResult>> AnswerAsync(Task<Outcome> change) => await change switch
    {
        Outcome.Changed(var checkout, _) => TypedResults.Ok(checkout),
        Outcome.Refused refused => refused.ToProblem(),
        var other => throw new InvalidOperationException($"Unexpected {other}."),
    };
}

/// <summary>Revokes the key that the request is sent with, as one would on a provider's own site, and takes it back.</summary>
static class RevocationApi
{
    public static void MapRevocation(this IEndpointRouteBuilder routes)
    {
        var revocation = routes.MapGroup("/revocation").AddEndpointFilter<MerchantOnly>();
        revocation.MapGet("/", (HttpRequest request, MerchantKeys keys) => TypedResults.Ok(new Revocation(!keys.IsValid(request))));
        revocation.MapPut("/", (HttpRequest request, MerchantKeys keys, CheckoutLedger ledger) => SetAsync(request, keys, ledger, revoked: true));
        revocation.MapDelete("/", (HttpRequest request, MerchantKeys keys, CheckoutLedger ledger) => SetAsync(request, keys, ledger, revoked: false));
    }

    static async Task<NoContent> SetAsync(HttpRequest request, MerchantKeys keys, CheckoutLedger ledger, bool revoked)
    {
        await ledger.RecordRevocationAsync(keys.Find(request)!, revoked);
        return TypedResults.NoContent();
    }
}

sealed record Revocation(bool Revoked);

/// <summary>The body of a POST, together with what tells a repetition from another request under the same key.</summary>
sealed record Write<T>(T Body, IdempotentRequest Request)
    where T : class
{
    /// <exception cref="BadHttpRequestException">The body is not the JSON expected here.</exception>
    public static async ValueTask<Write<T>?> BindAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var bytes = buffer.ToArray();
        try
        {
            // A command without parameters may leave its body out.
            var body = JsonSerializer.Deserialize<T>(bytes is [] ? "{}"u8 : bytes, SandboxJson.Options) ?? throw new JsonException("null is no request.");
            return new Write<T>(body, Idempotent(context.Request, bytes));
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException(error.Message, StatusCodes.Status400BadRequest, error);
        }
    }

    static IdempotentRequest Idempotent(HttpRequest request, byte[] body)
    {
        byte[] asked = [.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. body];
        return new IdempotentRequest(request.Headers[ProviderGate.IdempotencyKeyHeader].ToString(), Convert.ToHexStringLower(SHA256.HashData(asked)));
    }
}
