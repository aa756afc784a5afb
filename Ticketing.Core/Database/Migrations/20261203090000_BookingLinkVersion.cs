using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ticketing.Core.Database.Migrations
{
    /// <summary>Links that are in mails already, and bookings that the release before this one makes, are of version 0.</summary>
    [DbContext(typeof(TicketingDbContext))]
    [Migration("20261203090000_BookingLinkVersion")]
    public sealed class BookingLinkVersion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<int>(name: "link_version", table: "bookings", type: "integer", nullable: false, defaultValue: 0);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "link_version", table: "bookings");
    }
}
