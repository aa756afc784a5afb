-- Puts a showing into Redis as PostgreSQL knows it.
-- Keeps: the first builder wins. A showing that is loaded is left alone, with the holds made since. One that another
-- server has loaded, or this one before it was restarted, may be older than it looks, and is built anew.
-- ARGV: generation, opens, cutoff, cancelled, states, number of epochs n, n × (seat, epoch),
--       then per pending booking (hold, customer, booking, expires, deadline, seats).

if redis.call('HGET', SHOWING, 'server') == this_server then
  return answer('loaded')
end

redis.call('DEL', unpack(KEYS))
redis.call('HSET', SHOWING,
  'server', this_server, 'generation', ARGV[1], 'sequence', 0, 'opens', ARGV[2], 'cutoff', ARGV[3], 'cancelled', ARGV[4])
redis.call('SET', SEATS, ARGV[5])

local next = 7 + 2 * ARGV[6]
for n = 7, next - 1, 2 do
  redis.call('HSET', EPOCHS, ARGV[n], ARGV[n + 1])
  set_state(ARGV[n], state_by_epoch(ARGV[n + 1]))
end

for n = next, #ARGV, 6 do
  local hold, customer, booking, expires, deadline, list = unpack(ARGV, n, n + 5)
  local seats = seats_of(list)
  put_hold({id = hold, customer = customer, booking = booking, ends = expires, expires = expires, list = list})
  redis.call('ZADD', DEADLINES, deadline, hold)
  redis.call('HSET', BOOKINGS, booking, hold)
  redis.call('HINCRBY', CUSTOMERS, customer, #seats)
  for _, seat in ipairs(seats) do
    set_state(seat, 'p')
  end
end

return answer('loaded')
