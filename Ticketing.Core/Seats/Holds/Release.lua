-- Gives a customer's own hold back.
-- Keeps: a hold that a booking has ends by that booking's events only.
-- ARGV: hold, owner.

-- include Holds

local hold = find_own_hold(ARGV[1], ARGV[2])
if not hold then
  return {'not_found', freed}
end
if hold.booking ~= NOT_BOOKED then
  return {'attached', freed}
end

end_hold(hold, remember_unpaid)
return {'released', freed, changed()}
