-- Gives a customer's own hold more time.
-- Keeps: no hold outlives the longest life that it was given when it was taken, nor the cut-off as it is now;
-- one that a booking has lasts as long as the booking.
-- ARGV: hold, owner, duration in ms.

-- include Holds

local hold = find_own_hold(ARGV[1], ARGV[2])
if not hold then
  return {'not_found', freed}
end
if hold.booking ~= NOT_BOOKED then
  return {'attached', freed}
end

local last = tonumber(renewable_until(hold))
if tonumber(hold.ends) >= last then
  return {'not_renewable', freed}
end

-- Never sooner than now promised, however short ago that was.
local ends = math.max(tonumber(hold.ends), math.min(now + ARGV[3], last))
hold.ends, hold.expires = ends, ends
put_hold(hold)
set_deadline(key_of(hold.id), ends)
return {'held', freed, hold.id, hold.expires, generation .. '.' .. sequence, renewable_until(hold), hold.list}
