GRANT SELECT ON cinemas, auditoriums, seats, films, showings TO {role};

-- Moves bookings, issues tickets, gives money back. What happened to a booking is added to, never changed.
GRANT SELECT, UPDATE ON bookings, booking_seats TO {role};
GRANT SELECT, INSERT ON booking_events TO {role};
GRANT SELECT, INSERT, UPDATE ON tickets, ticket_keys, payment_attempts, payment_scan_marks, refunds, showing_cancellations TO {role};

-- Relays its messages, consumes others, parks dead ones.
GRANT SELECT, INSERT, UPDATE (published_at) ON outbox_messages TO {role};
GRANT SELECT, INSERT ON inbox_messages, dead_letters TO {role};

-- Prunes, by a function that deletes nothing young.
GRANT EXECUTE ON FUNCTION prune TO {role};
