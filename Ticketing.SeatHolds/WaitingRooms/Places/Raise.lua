-- Tells Redis of a ceiling that PostgreSQL has saved, and from which number to go on if it has forgotten.
--
-- KEYS  numbers (hash: next, ceiling), places (hash: customer -> number)
-- ARGV  next (the least), ceiling, milliseconds to keep both
local known = redis.call('HMGET', KEYS[1], 'next', 'ceiling')
local next, ceiling = tonumber(known[1]) or 0, tonumber(known[2]) or 0
redis.call('HSET', KEYS[1], 'next', math.max(next, tonumber(ARGV[1])), 'ceiling', math.max(ceiling, tonumber(ARGV[2])))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return redis.status_reply('OK')
