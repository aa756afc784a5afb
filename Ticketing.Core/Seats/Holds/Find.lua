-- Reads a customer's own hold.
-- Keeps: a foreign or expired hold looks as if it had never been.
-- ARGV: hold, owner.

-- include Holds

local hold = find_own_hold(ARGV[1], ARGV[2])
if not hold then
  return {'not_found', freed}
end

return {'held', freed, hold.id, hold.expires, generation .. '.' .. sequence, renewable_until(hold), hold.list}
