-- Frees expired holds (Showing.lua has done it by now), says when to come back, and clears away a showing that is over.
-- Keeps: no later than the next deadline; and since a new hold lasts longer than the interval between two visits,
-- holds made in between cannot expire unseen.
-- ARGV: longest interval between visits in ms, how long after its cut-off a showing stays in ms.

local first = redis.call('ZRANGE', DEADLINES, 0, 0, 'WITHSCORES')[2]

if not first and now > tonumber(cutoff) + ARGV[2] then
  redis.call('DEL', SHOWING, DEADLINES)
  return {'cleared', freed}
end

return {'swept', freed, math.min(now + ARGV[1], tonumber(first or 'inf'))}
