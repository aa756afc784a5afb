-- What it shows, and what it builds seats in Redis from; nobody's address.
GRANT SELECT ON cinemas, auditoriums, seats, films, showings, booking_seats TO {role};
GRANT SELECT (id, showing_id, customer_id, hold_id, status, expires_at, network) ON bookings TO {role};
GRANT USAGE ON SEQUENCE seat_generations TO {role};

-- Waiting rooms are its own.
GRANT SELECT, INSERT, UPDATE ON waiting_rooms TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON waiting_room_leases, waiting_room_admissions TO {role};

-- Messages that it consumes with an effect here.
GRANT SELECT, INSERT ON inbox_messages TO {role};

-- Which members' sessions have ended.
GRANT SELECT (id, kind, expires_at, ended_at) ON sessions TO {role};
