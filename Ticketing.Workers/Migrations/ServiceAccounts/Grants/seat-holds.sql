-- What it shows, and what it builds seats in Redis from.
GRANT SELECT ON cinemas, auditoriums, seats, films, showings, bookings, booking_seats TO {role};
GRANT USAGE ON SEQUENCE seat_generations TO {role};

-- Waiting rooms are its own.
GRANT SELECT, INSERT, UPDATE ON waiting_rooms TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON waiting_room_leases, waiting_room_admissions TO {role};

-- Messages that it consumes with an effect here.
GRANT SELECT, INSERT ON inbox_messages TO {role};

-- Which members' sessions have ended.
GRANT SELECT ON sessions TO {role};
