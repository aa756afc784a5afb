using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ticketing.Core.Database.Migrations
{
    /// <summary>What films are about, who made them and where their trailers are. The release before goes on adding films without.</summary>
    [DbContext(typeof(TicketingDbContext))]
    [Migration("20261203080000_FilmDescriptions")]
    public sealed class FilmDescriptions : Migration
    {
        static readonly string[] Names = ["directors_ko", "directors_en", "cast_ko", "cast_en"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var synopsis in (string[])["synopsis_ko", "synopsis_en"])
                migrationBuilder.AddColumn<string>(name: synopsis, table: "films", type: "character varying(1000)", maxLength: 1000, nullable: true);

            foreach (var names in Names)
                migrationBuilder.AddColumn<List<string>>(name: names, table: "films", type: "character varying(100)[]", nullable: false, defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(name: "trailer_url", table: "films", type: "character varying(500)", maxLength: 500, nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_films_names",
                table: "films",
                sql: "greatest(cardinality(directors_ko), cardinality(directors_en), cardinality(cast_ko), cardinality(cast_en)) <= 20");

            migrationBuilder.AddCheckConstraint(name: "ck_films_trailer_url", table: "films", sql: "trailer_url LIKE 'https://%'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var column in (string[])["synopsis_ko", "synopsis_en", .. Names, "trailer_url"])
                migrationBuilder.DropColumn(name: column, table: "films");
        }
    }
}
