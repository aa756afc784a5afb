-- Holds two seats: the least that a correct script has to do.
-- KEYS: the showing's seats (seat -> deadline and hold), its deadlines. ARGV: hold, duration in ms, seats.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

for _, held in ipairs(redis.call('HMGET', KEYS[1], ARGV[3], ARGV[4])) do
  if held and tonumber(string.sub(held, 1, 13)) > now then
    return 0
  end
end

local deadline = now + ARGV[2]
local value = deadline .. ARGV[1]
redis.call('HSET', KEYS[1], ARGV[3], value, ARGV[4], value)
redis.call('ZADD', KEYS[2], deadline, ARGV[1])
return 1
