using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Database;

sealed class CatalogueTables :
    IEntityTypeConfiguration<Film>, IEntityTypeConfiguration<Cinema>, IEntityTypeConfiguration<Seat>, IEntityTypeConfiguration<Showing>,
    IEntityTypeConfiguration<ShowingCancellation>
{
    public void Configure(EntityTypeBuilder<Film> film)
    {
        film.Property(f => f.SynopsisKo).HasMaxLength(Film.LongestSynopsis);
        film.Property(f => f.SynopsisEn).HasMaxLength(Film.LongestSynopsis);
        film.Property(f => f.TrailerUrl).HasMaxLength(Film.LongestAddress);
        foreach (var names in (string[])[nameof(Film.DirectorsKo), nameof(Film.DirectorsEn), nameof(Film.CastKo), nameof(Film.CastEn)])
            film.Property<List<string>>(names).HasColumnType($"character varying({Film.LongestName})[]").HasDefaultValueSql("'{}'");
        film.ToTable(table =>
        {
            table.HasCheckConstraint(
                "ck_films_names", $"greatest(cardinality(directors_ko), cardinality(directors_en), cardinality(cast_ko), cardinality(cast_en)) <= {Film.MostNames}");
            // A link that a page shows: anything else could run as a script there.
            table.HasCheckConstraint("ck_films_trailer_url", "trailer_url LIKE 'https://%'");
        });
    }

    public void Configure(EntityTypeBuilder<Cinema> cinema)
    {
        cinema.HasMany(c => c.Auditoriums).WithOne(a => a.Cinema);
        cinema.ToTable(table => table.HasCheckConstraint(
            "ck_cinemas_place", "(latitude IS NULL) = (longitude IS NULL) AND abs(latitude) <= 90 AND abs(longitude) <= 180"));
    }

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
