-- Holds seats for a customer.
-- Keeps: all of the seats or none; nothing before the sale opens, from the cut-off on, or of a cancelled showing;
-- no customer above the limit. The hold ends by itself, at the cut-off at the latest.
-- ARGV: hold, customer, duration in ms, limit in seats, seats.

local hold, customer, duration, limit, list = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]

if cancelled == '1' then
  return answer('cancelled')
end
if now < tonumber(opens) then
  return answer('not_open')
end
if now >= tonumber(cutoff) then
  return answer('closed')
end

local seats = seats_of(list)
local states = redis.call('GET', SEATS)
local taken = {}
for _, seat in ipairs(seats) do
  local state = string.sub(states, seat + 1, seat + 1)
  if state == '' then
    return answer('unknown_seat', seat)
  end
  if state ~= 'a' then
    taken[#taken + 1] = seat
  end
end
if #taken > 0 then
  return answer('taken', table.concat(taken, ','))
end

if tonumber(redis.call('HGET', CUSTOMERS, customer) or 0) + #seats > limit then
  return answer('limit')
end

local expires = math.min(now + duration, tonumber(cutoff))
put_hold({id = hold, customer = customer, booking = NOT_BOOKED, ends = expires, expires = expires, list = list})
redis.call('ZADD', DEADLINES, expires, hold)
redis.call('HINCRBY', CUSTOMERS, customer, #seats)
for _, seat in ipairs(seats) do
  set_state(seat, 'h')
end

return answer('held', expires, generation .. '.' .. changed())
