-- Reads a customer's own hold.
-- Keeps: a foreign or expired hold looks as if it had never been.
-- ARGV: hold, customer.

-- include Holds

local hold = find_hold(ARGV[1])
if not hold or hold.customer ~= ARGV[2] then
  return {'not_found', freed}
end

return {'held', freed, hold.id, hold.expires, generation .. '.' .. sequence, hold.last, hold.list}
