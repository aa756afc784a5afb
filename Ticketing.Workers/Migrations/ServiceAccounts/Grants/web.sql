-- The keys of its cookies.
GRANT SELECT, INSERT ON data_protection_keys TO {role};

-- Which members' sessions have ended.
GRANT SELECT ON sessions TO {role};
