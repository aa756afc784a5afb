-- The keys of its cookies.
GRANT SELECT, INSERT ON data_protection_keys TO {role};
