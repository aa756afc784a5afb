using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;

namespace Ticketing.Core.Database;

sealed class MessagingTables :
    IEntityTypeConfiguration<OutboxMessage>, IEntityTypeConfiguration<InboxMessage>, IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.Property(m => m.Payload).HasColumnType("jsonb");
        message.HasIndex(m => m.Id).HasFilter("published_at IS NULL").HasDatabaseName("ix_outbox_messages_unpublished");
    }

    public void Configure(EntityTypeBuilder<InboxMessage> message) => message.HasKey(m => new { m.Consumer, m.MessageId });

    public void Configure(EntityTypeBuilder<DeadLetter> letter)
    {
        // Its id is the same however often it is taken from the broker, so it is parked once.
        letter.HasIndex(l => l.DeadAt);
        letter.HasIndex(l => l.MessageId);
    }
}

sealed class MailTables : IEntityTypeConfiguration<MailDelivery>
{
    public void Configure(EntityTypeBuilder<MailDelivery> mail)
    {
        mail.HasKey(m => m.Key);
        mail.HasIndex(m => m.BookingId);
        mail.HasIndex(m => m.TriedAt);
    }
}
