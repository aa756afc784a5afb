-- Puts a showing into Redis as PostgreSQL knows it.
-- Keeps: the first builder wins. A showing that is loaded is left alone, with the holds made since. One that another
-- server has loaded, or this one before it was restarted, may be older than it looks, and is built anew.
-- KEYS: as in Showing.lua. ARGV: generation, opens, cutoff, cancelled, states, layout, quality, lines, columns, zones,
--       number of epochs n, n × (seat, epoch), then per pending booking (hold, customer, booking, expires, deadline,
--       network or '', seats),
--       and the server.

local SHOWING, DEADLINES = KEYS[1], KEYS[2]
local this_server = table.remove(ARGV)
local freed, soonest = 0, 'inf'

-- include Server

if redis.call('HGET', SHOWING, 'server') == this_server then
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

for n = bookings, #ARGV, 7 do
  put_pending(unpack(ARGV, n, n + 6))
end

redis.call(
  'HSET', SHOWING, 'server', this_server, 'generation', generation, 'sequence', sequence, 'opens', ARGV[2], 'cutoff', ARGV[3], 'cancelled', ARGV[4],
  'soonest', soonest, 'states', states, 'layout', ARGV[6], 'quality', ARGV[7], 'lines', ARGV[8], 'columns', ARGV[9], 'zones', ARGV[10])
-- Without changes: everybody has to look anew.
redis.call('PUBLISH', SHOWING .. ':changes', generation .. '.' .. sequence)
return {'loaded', freed}
