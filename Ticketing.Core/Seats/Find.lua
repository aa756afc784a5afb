-- Reads a customer's own hold.
-- Keeps: a foreign or expired hold looks as if it had never been.
-- ARGV: hold, customer.

local hold = find_hold(ARGV[1])
if not hold or hold.customer ~= ARGV[2] then
  return answer('not_found')
end

return answer('held', hold.expires, version(), hold.list)
