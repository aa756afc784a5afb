-- Gives a customer's own hold to a booking, which from now on decides how long it lasts.
-- Keeps: a hold becomes at most one booking; an expired hold none. Doing it again for the same booking moves the
-- deadline and nothing else.
-- ARGV: hold, customer, booking, the booking's expiry, deadline.

local booking, expires, deadline = ARGV[3], ARGV[4], ARGV[5]
local hold = find_hold(ARGV[1])
if not hold or hold.customer ~= ARGV[2] then
  return answer('not_found')
end
if hold.booking ~= NOT_BOOKED and hold.booking ~= booking then
  return answer('attached_to_another')
end

if hold.booking == NOT_BOOKED then
  redis.call('HSET', BOOKINGS, booking, hold.id)
  for _, seat in ipairs(hold.seats) do
    set_state(seat, 'p')
  end
  changed()
end

hold.booking, hold.expires = booking, expires
put_hold(hold)
redis.call('ZADD', DEADLINES, deadline, hold.id)
return answer('attached', hold.list)
