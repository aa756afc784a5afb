-- A showing in Redis. Every script of a loaded showing begins with this file: it reads what all of them need, and frees
-- what has expired before anything else looks, so that in those scripts a hold that exists is alive, whether or not the
-- sweeper has been here.
--
-- The caller's last but one argument are the rules for customers and networks, numbers with spaces between: most seats of a
-- network, percentage of the hall that is a network's most, bits of work for a network's first seat beyond a customer's most
-- (0 for none), seats per further bit, unpaid holds without a pause of a customer and of a network, the first pause, the
-- longest, and how long an unpaid hold is remembered, in ms. The last one says which life of which server it talks to; a showing that another one has loaded, or this
-- one before it was restarted, may be older than it looks, and counts as not loaded.
--
-- KEYS: the showing, a hash; its holds by the instant when they end, a sorted set.
-- Fields of the hash:
--   server                 who loaded it
--   generation, sequence   version of the seats
--   opens, cutoff          the sale, in ms since 1970
--   cancelled              0 or 1
--   soonest                nothing ends before this instant
--   paused                 nobody has to pause any more from this instant on; not there if nobody ever had to
--   states                 a byte per seat: a available, h held, p of a pending booking, s sold, x not for sale
--   layout                 a byte per seat: s standard, w wheelchair space, l or r companion of the space to the left or
--                          right; in capitals where a block begins, that is after an aisle or a row's end
--   quality, lines, columns, zones   a byte per seat, see BestAvailable.lua
--   hold:…                 a hold, see Holds.lua
--   customer:…             seats that a customer holds
--   network:…              seats that a network holds, those of pending bookings among them
--   unpaid:…               of a customer or network: how many holds ended unpaid since one was bought, until when it pauses, and
--                          until when that is remembered
--   booking:…              the hold that a booking has
--   epoch:…                a seat's newest booking, negative once that gave the seat back
--
-- Invariants
--   1. A seat is in at most one hold, so a hold has all of its seats or does not exist.
--   2. A seat's byte follows from its hold (h, or p once a booking has it), else from its epoch (s or a); x never changes.
--   3. Every hold has a deadline, and none is before soonest.
--   4. What a customer or network holds is the sum of their holds' seats.
--   5. A change of bytes raises the sequence by one and is published with it, in the same call.

local SHOWING, DEADLINES = KEYS[1], KEYS[2]
local this_server = table.remove(ARGV)
local rules = table.remove(ARGV)

-- Milliseconds since 1970 by this server's clock, the only clock that holds know.
local time = redis.call('TIME')
local now = time[1] * 1000 + (time[2] - time[2] % 1000) / 1000

local server, generation, sequence, opens, cutoff, cancelled, soonest, paused, states, layout = unpack(redis.call(
  'HMGET', SHOWING, 'server', 'generation', 'sequence', 'opens', 'cutoff', 'cancelled', 'soonest', 'paused', 'states', 'layout'))

-- Holds that this call found past their deadline and freed.
local freed = 0

if server ~= this_server then
  return {'unloaded', freed}
end

if now >= tonumber(soonest) then
  -- include Holds
  for _, key in ipairs(redis.call('ZRANGEBYSCORE', DEADLINES, '-inf', now)) do
    end_hold(find_by_key(key), remember_unpaid)
    freed = freed + 1
  end
  soonest = redis.call('ZRANGE', DEADLINES, 0, 0, 'WITHSCORES')[2] or 'inf'
  redis.call('HSET', SHOWING, 'soonest', soonest)
  if freed > 0 then
    changed()
  end
end
