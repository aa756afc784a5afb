using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ticketing.Core.Database.Migrations
{
    /// <inheritdoc />
    public partial class BookingNetworks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "network",
                table: "bookings",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_bookings_network",
                table: "bookings",
                column: "network",
                filter: "network IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_bookings_network",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "network",
                table: "bookings");
        }
    }
}
