using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Database;

sealed class PaymentTables : IEntityTypeConfiguration<PaymentAttempt>
{
    public void Configure(EntityTypeBuilder<PaymentAttempt> attempt)
    {
        attempt.HasIndex(a => a.BookingId).IsUnique().HasFilter("status = 'Open'").HasDatabaseName(OpenAttemptIndex);
        attempt.HasIndex(a => a.CheckoutId).IsUnique();
    }

    public const string OpenAttemptIndex = "ix_payment_attempts_open";
}
