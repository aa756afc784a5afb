-- Puts a showing into Redis as PostgreSQL knows it.
-- Keeps: the first builder wins. A showing that is loaded is left alone, with the holds made since.
-- KEYS: as in Showing.lua. ARGV: generation, opens, cutoff, cancelled, states, layout, quality, lines, columns, zones,
--       number of epochs n, n × (seat, epoch), then per pending booking (hold, customer, booking, expires, deadline, seats).

local SHOWING, DEADLINES = KEYS[1], KEYS[2]
local freed, soonest = 0, 'inf'

if redis.call('HEXISTS', SHOWING, 'generation') == 1 then
  return {'loaded', freed}
end

local generation, sequence, states = ARGV[1], 0, ARGV[5]

-- include Holds

redis.call('DEL', SHOWING, DEADLINES)

local epochs = 12
local bookings = epochs + 2 * ARGV[epochs - 1]
for n = epochs, bookings - 1, 2 do
  redis.call('HSET', SHOWING, 'epoch:' .. ARGV[n], ARGV[n + 1])
  set_state(tonumber(ARGV[n]), state_by_epoch(ARGV[n + 1]))
end

for n = bookings, #ARGV, 6 do
  local id, customer, booking, expires, deadline, list = unpack(ARGV, n, n + 5)
  local key, seats = key_of(id), seats_of(list)
  put_hold({
    id = id, customer = customer, booking = booking, ends = expires, expires = expires, last = expires, asked = '-', list = list,
  })
  set_deadline(key, deadline)
  redis.call('HSET', SHOWING, 'booking:' .. booking, key)
  redis.call('HINCRBY', SHOWING, 'customer:' .. customer, #seats)
  for _, seat in ipairs(seats) do
    set_state(seat, 'p')
  end
end

redis.call(
  'HSET', SHOWING, 'generation', generation, 'sequence', sequence, 'opens', ARGV[2], 'cutoff', ARGV[3], 'cancelled', ARGV[4],
  'soonest', soonest, 'states', states, 'layout', ARGV[6], 'quality', ARGV[7], 'lines', ARGV[8], 'columns', ARGV[9], 'zones', ARGV[10])
-- Without changes: everybody has to look anew.
redis.call('PUBLISH', SHOWING .. ':changes', generation .. '.' .. sequence)
return {'loaded', freed}
