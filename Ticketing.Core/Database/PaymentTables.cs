using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Database;

sealed class PaymentTables : IEntityTypeConfiguration<PaymentAttempt>, IEntityTypeConfiguration<PaymentScanMark>
{
    public void Configure(EntityTypeBuilder<PaymentScanMark> mark) => mark.HasKey(m => m.Provider);

    public void Configure(EntityTypeBuilder<PaymentAttempt> attempt)
    {
        attempt.HasIndex(a => a.BookingId).IsUnique().HasFilter("status = 'Open'").HasDatabaseName(UniqueIndexes.OpenAttempt);
        attempt.HasIndex(a => a.CheckoutId).IsUnique();
    }
}
