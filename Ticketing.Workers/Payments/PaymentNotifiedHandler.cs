using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>Something happened to a checkout: ask the provider what, and act on that.</summary>
sealed class PaymentNotifiedHandler(PaymentSettlement settlement, TicketingDbContext context, TimeProvider time)
    : IMessageHandler<PaymentNotified>
{
    // A double does no harm (settling is idempotent); the inbox row tells a replay which messages were never done.
    public Task HandleAsync(PaymentNotified message, MessageContext received, CancellationToken ct) =>
        settlement.SettleAsync(message.CheckoutId, finish => context.TryRecordAsync(received, time.GetUtcNow(), finish), ct);
}
