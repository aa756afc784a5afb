using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ticketing.Core.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(TicketingDbContext))]
    [Migration("20261201080300_PaymentTrace")]
    public sealed class PaymentTrace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<string>(name: "trace_parent", table: "payment_attempts", type: "text", nullable: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "trace_parent", table: "payment_attempts");
    }
}
