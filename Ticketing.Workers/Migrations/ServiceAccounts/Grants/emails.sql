-- What mails say.
GRANT SELECT ON cinemas, auditoriums, seats, films, showings, bookings, booking_seats, tickets, refunds TO {role};

-- Which were sent.
GRANT SELECT, INSERT, UPDATE ON mail_deliveries TO {role};
GRANT SELECT, INSERT ON inbox_messages TO {role};
