using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ticketing.Core.Database.Migrations
{
    /// <summary>Other addresses for paid bookings; the function that prunes knows them, too, and is as before otherwise.</summary>
    [DbContext(typeof(TicketingDbContext))]
    [Migration("20261203090100_AddressChanges")]
    public sealed class AddressChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "address_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    former_email = table.Column<string>(type: "text", nullable: false),
                    new_email = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_address_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_address_changes_bookings_booking_id",
                        column: x => x.booking_id,
                        principalTable: "bookings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_address_changes_booking_id_created_at",
                table: "address_changes",
                columns: new[] { "booking_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_address_changes_created_at",
                table: "address_changes",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_address_changes_open",
                table: "address_changes",
                column: "booking_id",
                unique: true,
                filter: "status = 'Open'");

            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION prune(what text, before timestamptz, most integer) RETURNS integer
                LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
                DECLARE
                    old timestamptz := least(before, now() - CASE what
                        WHEN 'audit_entries' THEN interval '365 days'
                        WHEN 'address_changes' THEN interval '30 days'
                        WHEN 'payment_notifications' THEN interval '3 days'
                        WHEN 'account_requests' THEN interval '2 days'
                        WHEN 'failed_sign_ins' THEN interval '2 days'
                        WHEN 'idempotent_requests' THEN interval '10 minutes'
                        ELSE interval '1 day'
                    END);
                    pruned integer;
                BEGIN
                    CASE what
                        WHEN 'audit_entries' THEN
                            DELETE FROM audit_entries WHERE id IN (SELECT id FROM audit_entries WHERE at < old ORDER BY at LIMIT most);
                        WHEN 'address_changes' THEN
                            DELETE FROM address_changes WHERE id IN (SELECT id FROM address_changes WHERE created_at < old LIMIT most);
                        WHEN 'sessions' THEN
                            DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < old LIMIT most);
                        WHEN 'account_requests' THEN
                            DELETE FROM account_requests WHERE id IN (SELECT id FROM account_requests WHERE created_at < old LIMIT most);
                        WHEN 'failed_sign_ins' THEN
                            DELETE FROM failed_sign_ins WHERE ctid IN (
                                SELECT ctid FROM failed_sign_ins WHERE last_at < old LIMIT most FOR UPDATE SKIP LOCKED);
                        WHEN 'idempotent_requests' THEN
                            DELETE FROM idempotent_requests WHERE ctid IN (
                                SELECT ctid FROM idempotent_requests WHERE created_at < old ORDER BY created_at LIMIT most FOR UPDATE SKIP LOCKED);
                        WHEN 'payment_notifications' THEN
                            DELETE FROM payment_notifications WHERE id IN (SELECT id FROM payment_notifications WHERE received_at < old LIMIT most);
                        -- Never what is not published, a dead letter that nobody has dealt with, or what a consumer remembers of a message
                        -- that could still come again.
                        WHEN 'outbox_messages' THEN
                            DELETE FROM outbox_messages WHERE id IN (
                                -- Ids begin with the time of their making (RFC 9562, version 7).
                                SELECT id FROM outbox_messages
                                WHERE published_at IS NOT NULL
                                    AND id < (lpad(to_hex(floor(extract(epoch FROM old) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
                                ORDER BY id LIMIT most);
                        WHEN 'dead_letters' THEN
                            DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters WHERE replayed_at < old LIMIT most);
                        WHEN 'inbox_messages' THEN
                            DELETE FROM inbox_messages WHERE ctid IN (
                                SELECT ctid FROM inbox_messages AS record WHERE processed_at < old
                                    AND NOT EXISTS (SELECT FROM dead_letters WHERE message_id = record.message_id)
                                    AND NOT EXISTS (SELECT FROM outbox_messages WHERE id = record.message_id)
                                LIMIT most);
                        WHEN 'mail_deliveries' THEN
                            DELETE FROM mail_deliveries WHERE ctid IN (SELECT ctid FROM mail_deliveries WHERE tried_at < old LIMIT most);
                    END CASE;
                    GET DIAGNOSTICS pruned = ROW_COUNT;
                    RETURN pruned;
                END
                $$
                """);
        }

        /// <summary>The function stays: it looks for the table only when asked to prune it.</summary>
        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "address_changes");
    }
}
