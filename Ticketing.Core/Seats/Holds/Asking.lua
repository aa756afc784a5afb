-- Whoever asks for seats: answers a request that was answered already, and refuses all when nothing is on sale. Expects
-- list, the wanted seats if they are named. ARGV 1 to 10 as Take.lua has them.

-- Bytes of states and layout; the layout's modulo 32, which leaves out whether they are capitals.
local AVAILABLE, SMALL, SMALL_STANDARD = 97, 97, 115
local STANDARD, WHEELCHAIR, LEFT, RIGHT = 19, 23, 12, 18
local byte, sub = string.byte, string.sub

local customer, former, limit, network = sub(ARGV[3], 1, 32), sub(ARGV[3], 33), tonumber(ARGV[7]), ARGV[9]
local hold_field, customer_field, network_field = 'hold:' .. ARGV[1], 'customer:' .. customer, 'network:' .. network
local known, count, network_count, former_count = unpack(redis.call(
  'HMGET', SHOWING, hold_field, customer_field, network_field, 'customer:' .. former))
-- What a member holds as the guest of before is counted there until it ends, and leaves that much less to take.
local own_limit = limit - (former_count or 0)

if known then
  local id, booking, expires, last, asked, held = string.match(known, '^(%S+) %S+ (%S+) %S+ (%S+) (%S+) (%S+) (%S+)$')
  -- Whoever repeats a request may have come to another network meanwhile.
  if string.match(asked, '^[^@]+') ~= ARGV[4] or (list and held ~= list) then
    return {'key_reused', freed}
  end
  -- One that a booking has cannot be renewed.
  return {'held', freed, id, expires, generation .. '.' .. sequence, booking == '-' and last or expires, held}
end

if cancelled == '1' then
  return {'cancelled', freed}
end
if now < tonumber(opens) then
  return {'not_open', freed}
end
cutoff = tonumber(cutoff)
if now >= cutoff then
  return {'closed', freed}
end

if paused and now < tonumber(paused) then
  -- include Pause
end
