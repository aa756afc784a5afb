-- Whoever has let holds end unpaid again and again waits. Expects customer, former, network.

local until_when = 0
for _, who in ipairs(redis.call('HMGET', SHOWING, 'unpaid:' .. customer, 'unpaid:' .. former, 'unpaid:' .. network)) do
  until_when = math.max(until_when, tonumber(who and string.match(who, '^%d+ (%d+)') or 0))
end
if until_when > now then
  return {'paused', freed, until_when - now}
end
