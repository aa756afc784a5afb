using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Database;

sealed class BookingTables :
    IEntityTypeConfiguration<Booking>, IEntityTypeConfiguration<BookingSeat>, IEntityTypeConfiguration<BookingEvent>,
    IEntityTypeConfiguration<Ticket>, IEntityTypeConfiguration<AddressChange>, IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<Booking> booking)
    {
        booking.Ignore(b => b.LiveSeats);
        booking.HasIndex(b => b.Reference).IsUnique();
        booking.HasIndex(b => b.HoldId).IsUnique();
        booking.HasIndex(b => b.CustomerId);
        booking.HasIndex(b => new { b.ShowingId, b.NormalizedEmail });
        booking.HasIndex(b => b.ExpiresAt).HasFilter("status = 'PendingPayment'");
        booking.HasIndex(b => b.Network).HasFilter("network IS NOT NULL");
        // Two workers never move one booking from the same state.
        booking.Property<uint>("xmin").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<BookingSeat> seat)
    {
        seat.HasOne<Booking>().WithMany(b => b.Seats).HasForeignKey(s => s.BookingId);
        // What a showing's seats are rebuilt from: the newest row of each seat, freed or not.
        seat.HasIndex(s => new { s.ShowingId, s.SeatId, s.Id });
        // The last word: a seat of a showing is never in two live bookings, whatever Redis believes.
        seat.HasIndex(s => new { s.ShowingId, s.SeatId }).IsUnique().HasFilter("freed_at IS NULL").HasDatabaseName(UniqueIndexes.LiveSeat);
    }

    public void Configure(EntityTypeBuilder<BookingEvent> @event)
    {
        @event.HasOne<Booking>().WithMany(b => b.Events).HasForeignKey(e => e.BookingId);
        // "from" and "to" are words of SQL.
        @event.Property(e => e.From).HasColumnName("from_status");
        @event.Property(e => e.To).HasColumnName("to_status");
        @event.Property(e => e.By).HasMaxLength(Actor.MaxLength);
        @event.Property(e => e.Why).HasMaxLength(BookingEvent.LongestWhy);
    }

    public void Configure(EntityTypeBuilder<Ticket> ticket)
    {
        ticket.HasOne<Refund>().WithMany().HasForeignKey(t => t.RefundId);
        ticket.HasOne<BookingSeat>().WithMany().HasForeignKey(t => t.BookingSeatId);
        ticket.HasIndex(t => t.BookingSeatId).IsUnique();
        ticket.HasIndex(t => t.Code).IsUnique();
    }

    public void Configure(EntityTypeBuilder<AddressChange> change)
    {
        change.HasOne<Booking>().WithMany().HasForeignKey(c => c.BookingId);
        change.HasIndex(c => c.BookingId).IsUnique().HasFilter("status = 'Open'").HasDatabaseName("ix_address_changes_open");
        change.HasIndex(c => new { c.BookingId, c.CreatedAt });
        change.HasIndex(c => c.CreatedAt);
    }

    public void Configure(EntityTypeBuilder<IdempotentRequest> request)
    {
        request.HasKey(r => new { r.CustomerId, r.Route, r.Key });
        request.HasIndex(r => r.CreatedAt);
    }
}
