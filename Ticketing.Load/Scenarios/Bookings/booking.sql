-- The statements of one booking of two seats, in the transactions in which api and the payments role send them, from the order to
-- the confirmation that waits in the outbox. Left out: the relay, the consumers of the confirmation, and customers who look how
-- far their booking is. Ids are numbers here; n counts a client's bookings, run the runs.
\set n :n + 1
\set pair :n * 16 + :client_id
\set showing :first_showing + :pair % :showings
\set seat :first_seat + 2 * (:pair / :showings)
\set id :run * 1000000000 + :pair

-- POST /api/bookings
SELECT s.*, p.*, a.*, c.* FROM showings AS s JOIN price_plans AS p ON p.id = s.price_plan_id JOIN auditoriums AS a ON a.id = s.auditorium_id JOIN cinemas AS c ON c.id = a.cinema_id WHERE s.id = :showing LIMIT 2;
SELECT * FROM seats WHERE id IN (:seat, :seat + 1);
BEGIN;
SELECT pg_advisory_xact_lock(key) FROM unnest(ARRAY[:id::bigint, :id::bigint + 1000000000000, :id::bigint + 2000000000000]) WITH ORDINALITY AS names (key, place) ORDER BY place;
SELECT * FROM idempotent_requests WHERE customer_id = lpad(to_hex(:id::bigint), 32, '0')::uuid AND route = 'POST /api/bookings' AND key = :id::text LIMIT 2;
SELECT s.*, f.* FROM showings AS s JOIN films AS f ON f.id = s.film_id WHERE s.id = :showing LIMIT 2;
SELECT b.id, (SELECT count(*) FROM booking_seats AS s WHERE s.booking_id = b.id AND s.freed_at IS NULL) FROM bookings AS b WHERE b.showing_id = :showing AND (b.customer_id = lpad(to_hex(:id::bigint), 32, '0')::uuid OR b.normalized_email = :id::text || '@load.example');
INSERT INTO bookings (id, reference, showing_id, customer_id, hold_id, email, normalized_email, language, amount, currency, created_at, expires_at, status) VALUES (lpad(to_hex(:id::bigint), 32, '0')::uuid, :id::text, :showing, lpad(to_hex(:id::bigint), 32, '0')::uuid, :id::text, :id::text || '@load.example', :id::text || '@load.example', 'ko', 28000, 'KRW', now(), now() + interval '10 minutes', 'PendingPayment') RETURNING xmin;
INSERT INTO idempotent_requests (customer_id, route, key, body_hash, status_code, response, created_at) VALUES (lpad(to_hex(:id::bigint), 32, '0')::uuid, 'POST /api/bookings', :id::text, decode(repeat('5a', 32), 'hex'), 201, repeat('{"index":12,"row":"A","number":13,"label":"A13","concession":"adult","price":14000}', 6), now());
INSERT INTO booking_events (booking_id, from_status, to_status, at, by, why) VALUES (lpad(to_hex(:id::bigint), 32, '0')::uuid, NULL, 'PendingPayment', now(), 'customer:00000000-0000-4000-8000-000000000000', 'placed') RETURNING id;
INSERT INTO booking_seats (booking_id, showing_id, seat_id, concession, price) VALUES (lpad(to_hex(:id::bigint), 32, '0')::uuid, :showing, :seat, 'Adult', 14000), (lpad(to_hex(:id::bigint), 32, '0')::uuid, :showing, :seat + 1, 'Adult', 14000) RETURNING id;
COMMIT;

-- POST /api/bookings/{id}/payments
SELECT EXISTS (SELECT FROM bookings WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid AND customer_id = lpad(to_hex(:id::bigint), 32, '0')::uuid);
SELECT checkout_id FROM payment_attempts WHERE booking_id = lpad(to_hex(:id::bigint), 32, '0')::uuid AND status = 'Open' LIMIT 2;
BEGIN;
SELECT FROM bookings WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid FOR UPDATE;
SELECT b.*, b.xmin, s.*, p.*, a.* FROM bookings AS b JOIN showings AS s ON s.id = b.showing_id LEFT JOIN (SELECT p.*, t.index, t.row, t.number FROM booking_seats AS p JOIN seats AS t ON t.id = p.seat_id) AS p ON p.booking_id = b.id LEFT JOIN payment_attempts AS a ON a.booking_id = b.id WHERE b.id = lpad(to_hex(:id::bigint), 32, '0')::uuid;
INSERT INTO payment_attempts (id, booking_id, amount, currency, description, created_at, status, card_declined) VALUES (lpad(to_hex(:id::bigint), 32, '0')::uuid, lpad(to_hex(:id::bigint), 32, '0')::uuid, 28000, 'KRW', :id::text || ' · A13 A14', now(), 'Open', false);
COMMIT;
UPDATE payment_attempts SET checkout_id = :id::text, checkout_url = 'http://localhost/checkout/' || :id::text WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid AND checkout_id IS NULL;

-- POST /api/payments/webhook: authorised
BEGIN;
INSERT INTO payment_notifications (id, checkout_id, payload, received_at) VALUES ('evt_a' || :id::text, :id::text, repeat('{"id":"evt_0123456789abcdef01234567"}', 20), now()) ON CONFLICT (id) DO NOTHING;
INSERT INTO outbox_messages (id, type, payload, trace_parent, created_at) VALUES (lpad(to_hex(:id::bigint + 1000000000000), 32, '0')::uuid, 'PaymentNotified', '{"checkoutId":"chk_0123456789abcdef0123456789abcdef"}', '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', now());
COMMIT;

-- The message of it: the capture is decided
BEGIN;
SELECT booking_id FROM payment_attempts WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid LIMIT 2;
SELECT FROM bookings WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid FOR UPDATE;
SELECT b.*, b.xmin, s.*, p.*, a.* FROM bookings AS b JOIN showings AS s ON s.id = b.showing_id LEFT JOIN (SELECT p.*, t.index, t.row, t.number FROM booking_seats AS p JOIN seats AS t ON t.id = p.seat_id) AS p ON p.booking_id = b.id LEFT JOIN payment_attempts AS a ON a.booking_id = b.id WHERE b.id = lpad(to_hex(:id::bigint), 32, '0')::uuid;
INSERT INTO booking_events (booking_id, from_status, to_status, at, by, why) VALUES (lpad(to_hex(:id::bigint), 32, '0')::uuid, 'PendingPayment', 'Confirming', now(), 'payments', 'payment_authorized') RETURNING id;
UPDATE bookings SET status = 'Confirming' WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid RETURNING xmin;
COMMIT;

-- … and it was captured
BEGIN;
SELECT booking_id FROM payment_attempts WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid LIMIT 2;
SELECT FROM bookings WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid FOR UPDATE;
SELECT b.*, b.xmin, s.*, p.*, a.* FROM bookings AS b JOIN showings AS s ON s.id = b.showing_id LEFT JOIN (SELECT p.*, t.index, t.row, t.number FROM booking_seats AS p JOIN seats AS t ON t.id = p.seat_id) AS p ON p.booking_id = b.id LEFT JOIN payment_attempts AS a ON a.booking_id = b.id WHERE b.id = lpad(to_hex(:id::bigint), 32, '0')::uuid;
INSERT INTO inbox_messages (consumer, message_id, processed_at) VALUES ('payments', lpad(to_hex(:id::bigint + 1000000000000), 32, '0')::uuid, now()) ON CONFLICT DO NOTHING;
INSERT INTO booking_events (booking_id, from_status, to_status, at, by, why) VALUES (lpad(to_hex(:id::bigint), 32, '0')::uuid, 'Confirming', 'Confirmed', now(), 'payments', 'payment_captured') RETURNING id;
UPDATE bookings SET status = 'Confirmed', confirmed_at = now() WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid RETURNING xmin;
INSERT INTO outbox_messages (id, type, payload, trace_parent, created_at) VALUES (lpad(to_hex(:id::bigint + 2000000000000), 32, '0')::uuid, 'BookingConfirmed', '{"bookingId":"01234567-89ab-cdef-0123-456789abcdef","showingId":1,"seats":[{"index":12,"epoch":1},{"index":13,"epoch":2}]}', '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', now());
UPDATE payment_attempts SET status = 'Captured' WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid;
INSERT INTO tickets (id, booking_id, booking_seat_id, code, issued_at) SELECT lpad(to_hex(s.id), 32, '0')::uuid, s.booking_id, s.id, s.id || repeat('0123456789', 25), now() FROM booking_seats AS s WHERE s.booking_id = lpad(to_hex(:id::bigint), 32, '0')::uuid;
COMMIT;

-- POST /api/payments/webhook: captured
BEGIN;
INSERT INTO payment_notifications (id, checkout_id, payload, received_at) VALUES ('evt_b' || :id::text, :id::text, repeat('{"id":"evt_0123456789abcdef01234567"}', 20), now()) ON CONFLICT (id) DO NOTHING;
INSERT INTO outbox_messages (id, type, payload, trace_parent, created_at) VALUES (lpad(to_hex(:id::bigint + 3000000000000), 32, '0')::uuid, 'PaymentNotified', '{"checkoutId":"chk_0123456789abcdef0123456789abcdef"}', '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', now());
COMMIT;

-- The message of it: nothing is left to do
BEGIN;
SELECT booking_id FROM payment_attempts WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid LIMIT 2;
SELECT FROM bookings WHERE id = lpad(to_hex(:id::bigint), 32, '0')::uuid FOR UPDATE;
SELECT b.*, b.xmin, s.*, p.*, a.* FROM bookings AS b JOIN showings AS s ON s.id = b.showing_id LEFT JOIN (SELECT p.*, t.index, t.row, t.number FROM booking_seats AS p JOIN seats AS t ON t.id = p.seat_id) AS p ON p.booking_id = b.id LEFT JOIN payment_attempts AS a ON a.booking_id = b.id WHERE b.id = lpad(to_hex(:id::bigint), 32, '0')::uuid;
INSERT INTO inbox_messages (consumer, message_id, processed_at) VALUES ('payments', lpad(to_hex(:id::bigint + 3000000000000), 32, '0')::uuid, now()) ON CONFLICT DO NOTHING;
COMMIT;
