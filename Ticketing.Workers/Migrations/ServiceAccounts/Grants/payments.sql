GRANT SELECT ON cinemas, auditoriums, seats, films, showings TO {role};

-- Moves bookings, issues tickets, gives money back. What happened to a booking is added to, never changed.
GRANT SELECT, UPDATE ON bookings, booking_seats TO {role};
GRANT SELECT, INSERT ON booking_events TO {role};
GRANT SELECT, INSERT, UPDATE ON tickets, ticket_keys, payment_attempts, payment_scan_marks, refunds, showing_cancellations TO {role};

-- Relays its messages, consumes others, parks dead ones.
GRANT SELECT, INSERT, UPDATE ON outbox_messages TO {role};
GRANT SELECT, INSERT ON inbox_messages, dead_letters TO {role};

-- Prunes. To delete some rows and to lock them takes the right to see and to change them.
GRANT SELECT, UPDATE, DELETE ON idempotent_requests, failed_sign_ins TO {role};
GRANT SELECT, DELETE ON payment_notifications, mail_deliveries, outbox_messages, inbox_messages, dead_letters, audit_entries, sessions, account_requests TO {role};
