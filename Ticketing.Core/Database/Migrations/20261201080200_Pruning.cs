using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ticketing.Core.Database.Migrations
{
    /// <summary>
    /// Whoever prunes has no right to delete, only to call this: it deletes as the tables' owner, and nothing younger than it says here,
    /// whatever it is asked for. Called by <c>PruningExtensions</c> in payments.
    /// </summary>
    [DbContext(typeof(TicketingDbContext))]
    [Migration("20261201080200_Pruning")]
    public sealed class Pruning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE FUNCTION prune(what text, before timestamptz, most integer) RETURNS integer
                LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
                DECLARE
                    old timestamptz := least(before, now() - CASE what
                        WHEN 'audit_entries' THEN interval '365 days'
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
            migrationBuilder.Sql("REVOKE ALL ON FUNCTION prune FROM PUBLIC");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP FUNCTION prune");
    }
}
