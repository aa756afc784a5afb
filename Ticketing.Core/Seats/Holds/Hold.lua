-- Makes the hold. Everything was looked at: from here on nothing refuses. Expects seats (ascending), list, count, network_count.

local pieces, past = {}, 1
for n = 1, #seats do
  local seat = seats[n]
  pieces[n] = sub(states, past, seat)
  past = seat + 2
end
pieces[#pieces + 1] = sub(states, past)

local id = ARGV[1] .. '~' .. ARGV[2]
local expires = now + ARGV[5]
local last = now + ARGV[6]
if last > cutoff then
  last = cutoff
end
if expires > last then
  expires = last
end
local is_soonest = expires < tonumber(soonest)
-- Written once: each time Redis writes a number is dear.
expires, sequence = expires .. '', (sequence + 1) .. ''
if is_soonest then
  redis.call('HSET', SHOWING, 'soonest', expires)
end
local version = generation .. '.' .. sequence

redis.call('ZADD', DEADLINES, expires, ARGV[1])
local asked = ARGV[4]
if network == '' then
  network_field, network_count = customer_field, count
else
  asked = asked .. '@' .. network
end
redis.call('HSET', SHOWING, 'states', table.concat(pieces, 'h'), 'sequence', sequence, network_field, network_count .. '', customer_field, count .. '',
  hold_field, id .. ' ' .. customer .. ' - ' .. expires .. ' ' .. expires .. ' ' .. last .. ' ' .. asked .. ' ' .. list)
redis.call('PUBLISH', SHOWING .. ':changes', version .. ' h' .. list)

return {'held', freed, id, expires, version, last, list}
