using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ticketing.Core.Database.Migrations
{
    /// <summary>Where cinemas are, for those whose place is known.</summary>
    [DbContext(typeof(TicketingDbContext))]
    [Migration("20261203080100_CinemaPlaces")]
    public sealed class CinemaPlaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(name: "latitude", table: "cinemas", type: "double precision", nullable: true);

            migrationBuilder.AddColumn<double>(name: "longitude", table: "cinemas", type: "double precision", nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_cinemas_place",
                table: "cinemas",
                sql: "(latitude IS NULL) = (longitude IS NULL) AND abs(latitude) <= 90 AND abs(longitude) <= 180");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "latitude", table: "cinemas");

            migrationBuilder.DropColumn(name: "longitude", table: "cinemas");
        }
    }
}
