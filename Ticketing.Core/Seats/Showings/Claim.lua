-- Hands out showings that are due for a sweep.
-- Keeps: one sweeper at a time per showing; one that dies meanwhile loses it after the lease.
-- KEYS: the showings by when they are due. ARGV: most showings to hand out, lease in ms.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, showing in ipairs(due) do
  redis.call('ZADD', KEYS[1], now + ARGV[2], showing)
end
return due
