using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalogue;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Core.Database;

sealed class WaitingRoomTables :
    IEntityTypeConfiguration<WaitingRoom>, IEntityTypeConfiguration<WaitingRoomLease>, IEntityTypeConfiguration<WaitingRoomAdmission>
{
    public void Configure(EntityTypeBuilder<WaitingRoom> room)
    {
        room.ToTable(table => table.HasCheckConstraint("ck_waiting_rooms_scope", "(film_id IS NULL) <> (showing_id IS NULL)"));
        room.HasOne<Film>().WithMany().HasForeignKey(r => r.FilmId);
        room.HasOne<Showing>().WithMany().HasForeignKey(r => r.ShowingId);
        // However many replicas find at once that a crowd has come, they make one room of it.
        room.HasIndex(r => r.FilmId).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName(UniqueIndexes.FilmWaitingRoom);
        room.HasIndex(r => r.ShowingId).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName(UniqueIndexes.ShowingWaitingRoom);
        foreach (var instant in (string[])[nameof(WaitingRoom.CreatedAt), nameof(WaitingRoom.UpdatedAt), nameof(WaitingRoom.AdvancedAt), nameof(WaitingRoom.BusyAt)])
            room.Property<DateTimeOffset>(instant).HasDefaultValueSql("now()");
        foreach (var count in (string[])[nameof(WaitingRoom.EarlyCount), nameof(WaitingRoom.Places), nameof(WaitingRoom.PlaceCeiling), nameof(WaitingRoom.AdmittedUpTo), nameof(WaitingRoom.LapsedUpTo)])
            room.Property<long>(count).HasDefaultValue(0L);
        room.Property(r => r.LeasesInUse).HasDefaultValue(0);
        room.Property(r => r.Unclaimed).HasDefaultValue(0);
        room.Property(r => r.Budget).HasDefaultValue(0.0);
        room.Property(r => r.AdmissionRate).HasDefaultValue(0.0);
        // The column's name is older: renamed, it would be missing to the release before, which still runs while this one comes.
        room.Property(r => r.LostNumbers).HasColumnName("holes").HasDefaultValueSql("'{}'");
    }

    public void Configure(EntityTypeBuilder<WaitingRoomLease> lease)
    {
        lease.HasOne<WaitingRoom>().WithMany().HasForeignKey(l => l.RoomId);
        // Taking a pass twice makes one lease.
        lease.HasIndex(l => new { l.RoomId, l.Place, l.CustomerId }).IsUnique();
        lease.HasIndex(l => new { l.RoomId, l.Position });
        lease.HasIndex(l => new { l.RoomId, l.CustomerId }).HasFilter("ended_at IS NULL").HasDatabaseName("ix_waiting_room_leases_live");
        lease.HasIndex(l => l.ChangedAt);
    }

    public void Configure(EntityTypeBuilder<WaitingRoomAdmission> admission)
    {
        admission.HasOne<WaitingRoom>().WithMany().HasForeignKey(a => a.RoomId);
        admission.HasIndex(a => new { a.RoomId, a.LapsesAt });
    }
}
