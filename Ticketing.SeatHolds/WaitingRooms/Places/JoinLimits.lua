-- Takes a token from the bucket of a network that joins waiting rooms. Whoever has taken many has to have worked for it.
--
-- Invariant: however many replicas ask, no more tokens are taken than the bucket holds and what runs into it meanwhile.
--
-- KEYS  the bucket: when it will be full again, in microseconds since 1970; full if it is not there
-- ARGV  tokens of a full bucket, microseconds from one token to the next, bits of work proven, tokens without work, bits of
--       work from then on (0 for none), tokens after which it is one bit more
-- Answers: 'taken'; 'wait' and milliseconds; 'challenge' and bits. Nothing is taken but in the first case.
local burst, interval, proven, free, bits, step = unpack(ARGV)
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local full_next = full_at + interval
local token_at = full_next - burst * interval
if token_at > now then
  return {'wait', math.ceil((token_at - now) / 1000)}
end

local beyond = math.floor((full_at - now) / interval) - free
local needed = bits + math.floor(beyond / step)
if bits ~= '0' and beyond >= 0 and tonumber(proven) < needed then
  return {'challenge', needed}
end

redis.call('SET', KEYS[1], string.format('%.0f', full_next), 'PX', math.ceil((full_next - now) / 1000))
return {'taken', 0}
