using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Database;

sealed class PaymentTables : IEntityTypeConfiguration<PaymentAttempt>, IEntityTypeConfiguration<Refund>, IEntityTypeConfiguration<PaymentScanMark>
{
    public void Configure(EntityTypeBuilder<PaymentScanMark> mark) => mark.HasKey(m => m.Provider);

    public void Configure(EntityTypeBuilder<PaymentAttempt> attempt)
    {
        attempt.HasIndex(a => new { a.BookingId, a.CreatedAt });
        attempt.HasIndex(a => a.BookingId).IsUnique().HasFilter("status = 'Open'").HasDatabaseName(UniqueIndexes.OpenAttempt);
        attempt.HasIndex(a => a.CheckoutId).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Refund> refund)
    {
        refund.HasOne<PaymentAttempt>().WithMany().HasForeignKey(r => r.AttemptId);
        refund.Property(r => r.RequestedBy).HasMaxLength(Actor.MaxLength);
        // What the worker looks for is few among many.
        refund.HasIndex(r => r.RequestedAt).HasFilter("status = 'Pending'");
    }
}
