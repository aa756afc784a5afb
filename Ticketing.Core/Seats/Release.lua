-- Gives a customer's own hold back.
-- Keeps: a hold that a booking has ends by that booking's events only.
-- ARGV: hold, customer.

local hold = find_hold(ARGV[1])
if not hold or hold.customer ~= ARGV[2] then
  return answer('not_found')
end
if hold.booking ~= NOT_BOOKED then
  return answer('attached')
end

end_hold(hold)
return answer('released', generation .. '.' .. changed())
