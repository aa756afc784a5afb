using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Payments;

/// <summary>
/// The provider's webhook: verified, stored together with the message that gets it settled, and only then acknowledged. What it says
/// is not believed; it only makes us ask.
/// </summary>
sealed class ReceiveNotification(TicketingDbContext context, TimeProvider time, IPaymentWebhook webhook)
{
    public async Task<Results<Ok, ProblemHttpResult>> HandleAsync(string? signature, byte[] body, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        switch (webhook.Read(signature, body, now))
        {
            case WebhookReading.Forged:
                return Problem.BadRequest("invalid_signature", "The signature does not prove that the provider sent this just now.");
            case WebhookReading.Malformed:
                return Problem.BadRequest(ProblemCodes.MalformedRequest, "A notification has an id, and says what it is about.");
            case WebhookReading.Notification(var id, var checkoutId):
                await StoreAsync(id, checkoutId, body, now, ct);
                break;
        }

        return TypedResults.Ok();
    }

    async Task StoreAsync(string id, string checkoutId, byte[] body, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var isNew = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO payment_notifications (id, checkout_id, payload, received_at)
            VALUES ({id}, {checkoutId}, {Encoding.UTF8.GetString(body)}, {now})
            ON CONFLICT (id) DO NOTHING
            """,
            ct) == 1;
        if (isNew)
        {
            context.Enqueue(new PaymentNotified(checkoutId), now);
            await context.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }
}
