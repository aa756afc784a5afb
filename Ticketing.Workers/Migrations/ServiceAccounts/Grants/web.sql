-- The keys of its cookies.
GRANT SELECT, INSERT ON data_protection_keys TO {role};

-- Which members' sessions have ended.
GRANT SELECT (id, kind, expires_at, ended_at) ON sessions TO {role};
-- When they were used last.
GRANT SELECT (used_at), UPDATE (used_at) ON sessions TO {role};
