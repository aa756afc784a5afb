using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments.Refunds;

sealed class RefundRequestedHandler(RefundPayment payment, TicketingDbContext context, TimeProvider time) : IMessageHandler<RefundRequested>
{
    public Task HandleAsync(RefundRequested message, MessageContext received, CancellationToken ct) =>
        payment.PayAsync(message.RefundId, finish => context.TryRecordAsync(received, time.GetUtcNow(), finish), ct);
}
