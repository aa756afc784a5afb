using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ticketing.Core.Database.Migrations
{
    /// <summary>
    /// Of a table that is sold from meanwhile: built beside it, by a statement outside of any transaction. A statement that was
    /// broken off leaves an index that is not valid, so what is there by that name goes first, and the migration can be run again.
    /// </summary>
    [DbContext(typeof(TicketingDbContext))]
    [Migration("20261201080100_BookingNetworkIndex")]
    public sealed class BookingNetworkIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            Drop(migrationBuilder);
            migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix_bookings_network ON bookings (network) WHERE network IS NOT NULL", suppressTransaction: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => Drop(migrationBuilder);

        static void Drop(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS ix_bookings_network", suppressTransaction: true);
    }
}
