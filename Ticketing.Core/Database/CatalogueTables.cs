using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Database;

sealed class CatalogueTables :
    IEntityTypeConfiguration<Cinema>, IEntityTypeConfiguration<Seat>, IEntityTypeConfiguration<Showing>, IEntityTypeConfiguration<ShowingCancellation>
{
    public void Configure(EntityTypeBuilder<Cinema> cinema) => cinema.HasMany(c => c.Auditoriums).WithOne(a => a.Cinema);

    public void Configure(EntityTypeBuilder<Seat> seat)
    {
        seat.HasOne<Auditorium>().WithMany(a => a.Seats).HasForeignKey(s => s.AuditoriumId);
        seat.HasIndex(s => new { s.AuditoriumId, s.Index }).IsUnique();
        seat.HasIndex(s => new { s.AuditoriumId, s.Row, s.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Showing> showing)
    {
        // Also what makes seeding repeatable: one auditorium starts one showing at a time.
        showing.HasIndex(s => new { s.AuditoriumId, s.StartsAt }).IsUnique();
        showing.HasIndex(s => new { s.FilmId, s.StartsAt });
        showing.HasIndex(s => s.StartsAt);
    }

    public void Configure(EntityTypeBuilder<ShowingCancellation> cancellation)
    {
        cancellation.HasKey(c => c.ShowingId);
        cancellation.HasOne<Showing>().WithOne().HasForeignKey<ShowingCancellation>(c => c.ShowingId);
        cancellation.Property(c => c.ShowingId).ValueGeneratedNever();
        cancellation.Property(c => c.Reason).HasMaxLength(ShowingCancellation.LongestReason);
        cancellation.Property(c => c.RequestedBy).HasMaxLength(Actor.MaxLength);
    }
}
