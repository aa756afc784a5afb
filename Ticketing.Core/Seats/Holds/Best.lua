-- Holds the best seats that are free, as many as are asked for: side by side if there are so many, else in groups.
-- Keeps: what Take.lua keeps. A wheelchair space only if one is asked for, with as many of its companions' seats as the
-- party needs. A gap is left with a single seat only if all seats of it but that one are taken, and only if no other
-- place would do.
-- ARGV: as Take.lua up to 10, then: seats in all, wheelchair spaces among them, the zone's letter or '', then for 1, 2, 3 …
--       seats the sizes of groups in the order of liking, as '4 2,2 3,1'.

local list
-- include Asking

local wanted, spaces, zone = tonumber(ARGV[11]), tonumber(ARGV[12]), ARGV[13]
local FIRST_GROUPS = 14
local TOO_FAR = 1e9

count = (count or 0) + wanted
if count > own_limit then
  return {'limit', freed}
end

local quality, lines, columns, zones = unpack(redis.call('HMGET', SHOWING, 'quality', 'lines', 'columns', 'zones'))

local seats = {}

local function is_free(seat)
  return byte(states, seat + 1) == AVAILABLE
end

local function is_kind(seat, kind)
  return byte(layout, seat + 1) % 32 == kind
end

-- What a seat costs: its distance from the best place of the hall, or for those who join others from these.
local function cost(seat)
  if zone ~= '' and sub(zones, seat + 1, seat + 1) ~= zone then
    return TOO_FAR
  end
  if #seats == 0 then
    return byte(quality, seat + 1)
  end

  local distance = 0
  for _, other in ipairs(seats) do
    distance = distance + 6 * math.abs(byte(lines, seat + 1) - byte(lines, other + 1))
      + 4 * math.abs(byte(columns, seat + 1) - byte(columns, other + 1))
  end
  return distance / #seats
end

local function add(seat)
  seats[#seats + 1] = seat
end

-- include Spaces
-- include Groups

table.sort(seats)
list = table.concat(seats, ',')

-- include Network
-- include Hold
