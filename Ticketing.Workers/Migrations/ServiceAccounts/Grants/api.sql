GRANT SELECT ON cinemas, auditoriums, seats, films, price_plans, ticket_keys, mail_deliveries TO {role};
GRANT SELECT, UPDATE ON showings TO {role};
GRANT SELECT, INSERT, UPDATE ON showing_cancellations, waiting_rooms TO {role};
GRANT SELECT ON waiting_room_leases, waiting_room_admissions TO {role};
-- A guest who signs in stays inside.
GRANT UPDATE (customer_id, changed_at) ON waiting_room_leases TO {role};

-- Takes bookings, payments and returns. What happened to a booking is added to, never changed; tickets it may cancel, not issue.
GRANT SELECT, INSERT, UPDATE ON bookings, booking_seats, payment_attempts, refunds TO {role};
GRANT SELECT, INSERT ON booking_events, idempotent_requests, payment_notifications TO {role};
GRANT SELECT, UPDATE ON tickets TO {role};
GRANT SELECT, INSERT, UPDATE (status, confirmed_at) ON address_changes TO {role};
GRANT USAGE ON SEQUENCE seat_generations TO {role};

-- Members and staff, and the keys of their tokens. Who registers is a customer; nobody is deleted, and no role taken or changed.
GRANT SELECT, INSERT, UPDATE ON "AspNetUsers" TO {role};
GRANT SELECT, INSERT ON "AspNetUserRoles" TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON "AspNetUserTokens" TO {role};
GRANT SELECT ON "AspNetRoles", "AspNetRoleClaims", "AspNetUserClaims", "AspNetUserLogins" TO {role};
GRANT SELECT, INSERT, UPDATE (used_at, ended_at, ended_why) ON sessions TO {role};
GRANT SELECT, INSERT, UPDATE (token_hash, token_ends_at) ON account_requests TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON failed_sign_ins TO {role};
GRANT SELECT, INSERT ON data_protection_keys TO {role};
GRANT SELECT, INSERT ON audit_entries TO {role};

-- Relays its messages, replays those that were lost or died.
GRANT SELECT, INSERT, UPDATE (published_at) ON outbox_messages TO {role};
GRANT SELECT ON inbox_messages TO {role};
GRANT SELECT, UPDATE (replayed_at, replayed_by) ON dead_letters TO {role};
