-- Takes a hold back from a booking that was not stored after all, so that its customer can try again.
-- Keeps: only the booking that has the hold gives it up, and the hold ends when it would have ended anyway.
-- ARGV: hold, booking.

-- include Holds

local hold = find_hold(ARGV[1])
if not hold or hold.booking ~= ARGV[2] then
  return {'not_found', freed}
end

redis.call('HDEL', SHOWING, 'booking:' .. hold.booking)
hold.booking, hold.expires = NOT_BOOKED, hold.ends
put_hold(hold)
set_deadline(key_of(hold.id), hold.ends)
for _, seat in ipairs(hold.seats) do
  set_state(seat, 'h')
end
changed()
return {'detached', freed}
