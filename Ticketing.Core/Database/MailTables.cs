using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Mails;

namespace Ticketing.Core.Database;

sealed class MailTables : IEntityTypeConfiguration<MailDelivery>
{
    public void Configure(EntityTypeBuilder<MailDelivery> mail)
    {
        mail.HasKey(m => m.Key);
        mail.HasIndex(m => m.BookingId);
        mail.HasIndex(m => m.TriedAt);
    }
}
