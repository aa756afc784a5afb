-- Gives a customer's own hold to a booking, which from now on decides how long it lasts.
-- Keeps: a hold becomes at most one booking; an expired hold none. Doing it again for the same booking moves the
-- deadline and nothing else.
-- ARGV: hold, owner, booking, the booking's expiry, deadline.

-- include Holds

local booking, expires, deadline = ARGV[3], ARGV[4], ARGV[5]
local hold = find_own_hold(ARGV[1], ARGV[2])
if not hold then
  return {'not_found', freed}
end
if hold.booking ~= NOT_BOOKED and hold.booking ~= booking then
  return {'attached_to_another', freed}
end

local is_new = hold.booking == NOT_BOOKED
hold.booking, hold.expires = booking, expires
put_hold(hold)
set_deadline(key_of(hold.id), deadline)
if is_new then
  redis.call('HSET', SHOWING, 'booking:' .. booking, key_of(hold.id))
  for _, seat in ipairs(hold.seats) do
    set_state(seat, 'p')
  end
  changed()
end
return {'attached', freed, hold.list, hold.network}
