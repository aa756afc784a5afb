using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Api.Edges;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Payments;

/// <summary>
/// The provider's webhook: verified, stored together with the message that gets it settled, and only then acknowledged. What it says
/// is not believed; it only makes us ask.
/// </summary>
sealed class ReceiveNotification(TicketingDbContext context, OutboxSignal outbox, TimeProvider time, IOptions<PaymentOptions> options)
{
    public async Task<Results<Ok, ProblemHttpResult>> HandleAsync(string? signature, byte[] body, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!WebhookSignature.IsValid(signature, body, options.Value.WebhookKeyBytes, now))
            return Problem.BadRequest("invalid_signature", "The signature does not prove that the provider sent this just now.");
        if (Read(body) is not { Id: { Length: > 0 } id, Checkout.Id: { Length: > 0 } checkoutId })
            return Problem.BadRequest(ProblemCodes.MalformedRequest, "A notification has an id and a checkout.");

        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var isNew = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO payment_notifications (id, checkout_id, payload, received_at)
            VALUES ({id}, {checkoutId}, {System.Text.Encoding.UTF8.GetString(body)}, {now})
            ON CONFLICT (id) DO NOTHING
            """,
            ct) == 1;
        if (isNew)
        {
            context.Enqueue(new PaymentNotified(checkoutId), now);
            await context.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        outbox.Notify();
        return TypedResults.Ok();
    }

    static Notification? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Notification>(body, ApiJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record Notification(string? Id, NotifiedCheckout? Checkout);

    sealed record NotifiedCheckout(string? Id);
}
