-- Holds seats for a customer. The one script that a crowd calls: it makes no function and calls no command that it can do
-- without.
-- Keeps: all of the seats or none; nothing before the sale opens, from the cut-off on, or of a cancelled showing; no
-- customer and no network above the limit; companions' seats only with their wheelchair space; the orphan rule. The hold ends by itself,
-- at the cut-off at the latest. The same request with the same key changes nothing and answers with its hold.
-- ARGV: the hold's key, what follows the key in its id, owner (see Holds.lua), how the seats were asked for, duration in ms, longest
--       life in ms, limit in seats, percentage of seats taken from which orphans do not matter, the network that the hold
--       counts for or '', bits of work proven, seats in ascending order.

local FIRST_SEAT = 11

local seats = {}
for n = FIRST_SEAT, #ARGV do
  seats[n - FIRST_SEAT + 1] = tonumber(ARGV[n])
end
local list = table.concat(ARGV, ',', FIRST_SEAT)

-- include Asking

local taken, is_special
for n = 1, #seats do
  local place = seats[n] + 1
  local state = byte(states, place)
  if not state then
    return {'unknown_seat', freed, place - 1}
  end
  if state ~= AVAILABLE then
    taken = taken and taken .. ',' .. seats[n] or seats[n]
  end
  is_special = is_special or byte(layout, place) % 32 ~= STANDARD
end
if taken then
  return {'taken', freed, tostring(taken)}
end

count = (count or 0) + #seats
if count > own_limit then
  return {'limit', freed}
end

if is_special then
  -- include Companions
end

do
  -- include Orphans
  if orphans then
    local _, free = string.gsub(states, 'a', '')
    local _, places = string.gsub(states, '[^x]', '')
    if (places - free) * 100 < places * ARGV[8] then
      return {'orphan', freed, table.concat(orphans, ',')}
    end
  end
end

-- include Network
-- include Hold
