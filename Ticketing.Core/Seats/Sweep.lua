-- Frees expired holds (Loaded.lua has done it by now), says when to come back, and clears away a showing that is over.
-- Keeps: no later than the next deadline; and since a new hold lasts longer than the interval between two visits,
-- holds made in between cannot expire unseen.
-- ARGV: longest interval between visits in ms, how long after its cut-off a showing stays in ms.

local interval, retention = tonumber(ARGV[1]), tonumber(ARGV[2])
local first = redis.call('ZRANGE', DEADLINES, 0, 0, 'WITHSCORES')

if not first[1] and now > tonumber(cutoff) + retention then
  redis.call('DEL', unpack(KEYS))
  return answer('cleared')
end

return answer('swept', math.min(now + interval, tonumber(first[2] or now + interval)))
