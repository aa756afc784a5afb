using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Messaging;

namespace Ticketing.Core.Database;

sealed class MessagingTables :
    IEntityTypeConfiguration<OutboxMessage>, IEntityTypeConfiguration<InboxMessage>, IEntityTypeConfiguration<DeadLetter>, IEntityTypeConfiguration<SentMail>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.Property(m => m.Payload).HasColumnType("jsonb");
        message.HasIndex(m => m.Id).HasFilter("published_at IS NULL").HasDatabaseName("ix_outbox_messages_unpublished");
    }

    public void Configure(EntityTypeBuilder<InboxMessage> message) => message.HasKey(m => new { m.Consumer, m.MessageId });

    public void Configure(EntityTypeBuilder<DeadLetter> letter)
    {
        // A letter that is taken from the broker twice is parked once; one that dies again after a replay is another.
        letter.HasIndex(l => new { l.Queue, l.MessageId, l.DeadAt }).IsUnique();
        letter.HasIndex(l => l.DeadAt);
    }

    public void Configure(EntityTypeBuilder<SentMail> mail) => mail.HasKey(m => m.Key);
}
