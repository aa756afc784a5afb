GRANT SELECT ON cinemas, auditoriums, seats, films, price_plans, ticket_keys, mail_deliveries TO {role};
GRANT SELECT, UPDATE ON showings TO {role};
GRANT SELECT, INSERT, UPDATE ON showing_cancellations, waiting_rooms TO {role};
GRANT SELECT ON waiting_room_leases, waiting_room_admissions TO {role};

-- Takes bookings, payments and returns. What happened to a booking is added to, never changed; tickets it may cancel, not issue.
GRANT SELECT, INSERT, UPDATE ON bookings, booking_seats, payment_attempts, refunds TO {role};
GRANT SELECT, INSERT ON booking_events, idempotent_requests, payment_notifications TO {role};
GRANT SELECT, UPDATE ON tickets TO {role};
GRANT USAGE ON SEQUENCE seat_generations TO {role};

-- Members and staff, and the keys of their tokens.
GRANT SELECT, INSERT, UPDATE, DELETE ON "AspNetUsers", "AspNetUserRoles", "AspNetUserClaims", "AspNetUserLogins", "AspNetUserTokens" TO {role};
GRANT SELECT ON "AspNetRoles", "AspNetRoleClaims" TO {role};
GRANT SELECT, INSERT, UPDATE ON sessions, account_requests TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON failed_sign_ins TO {role};
GRANT SELECT, INSERT ON data_protection_keys TO {role};
GRANT SELECT, INSERT ON audit_entries TO {role};

-- Relays its messages, replays those that were lost or died.
GRANT SELECT, INSERT, UPDATE ON outbox_messages TO {role};
GRANT SELECT ON inbox_messages TO {role};
GRANT SELECT, UPDATE ON dead_letters TO {role};
