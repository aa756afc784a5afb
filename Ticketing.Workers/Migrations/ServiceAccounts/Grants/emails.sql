-- What mails say.
GRANT SELECT ON cinemas, auditoriums, seats, films, showings, bookings, booking_seats, tickets, refunds, address_changes TO {role};

-- Whose address it is that somebody registers or wants another password for; of a member no more than that.
GRANT SELECT, UPDATE (token_hash, token_ends_at) ON account_requests TO {role};
GRANT SELECT (id, email, normalized_email) ON "AspNetUsers" TO {role};

-- Which were sent.
GRANT SELECT, INSERT, UPDATE ON mail_deliveries TO {role};
GRANT SELECT, INSERT ON inbox_messages TO {role};
