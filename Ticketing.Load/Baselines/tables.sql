-- The tables of the two PostgreSQL baselines. What has expired is deleted, or overwritten, by others: not part of the measured work.
CREATE TABLE baseline_seats (
  showing bigint NOT NULL,
  seat integer NOT NULL,
  hold uuid,
  expires_at timestamptz,
  PRIMARY KEY (showing, seat)
) WITH (fillfactor = 50);

CREATE TABLE baseline_holds (
  showing bigint NOT NULL,
  seat integer NOT NULL,
  hold uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (showing, seat)
);
