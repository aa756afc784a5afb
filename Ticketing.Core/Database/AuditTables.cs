using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Bookings;
using Ticketing.Core.Security;

namespace Ticketing.Core.Database;

sealed class AuditTables : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.Property(e => e.By).HasMaxLength(Actor.MaxLength);
        entry.Property(e => e.Action).HasMaxLength(AuditEntry.LongestAction);
        entry.Property(e => e.Subject).HasMaxLength(AuditEntry.LongestSubject);
        entry.Property(e => e.Network).HasMaxLength(45);
        entry.Property(e => e.Details).HasColumnType("jsonb");
        entry.HasIndex(e => e.At);
        entry.HasIndex(e => e.Subject);
        entry.HasIndex(e => e.By);
    }
}
