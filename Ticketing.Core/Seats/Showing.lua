-- The keys of one showing and what may be done to them; every script of a showing begins with this file.
--
-- Invariants
--   1. A seat is in at most one hold, so a hold has all of its seats or does not exist.
--   2. A seat's byte follows from its hold (h, or p once a booking has it), else from its epoch (s or a); x never changes.
--   3. Every hold has a deadline.
--   4. Every change of a byte raises the sequence.

local SHOWING, SEATS, HOLDS, DEADLINES, BOOKINGS, CUSTOMERS, EPOCHS = unpack(KEYS)
local NOT_BOOKED = '-'

-- The caller's last argument, taken away from the script's own: which life of which server it talks to.
local this_server = table.remove(ARGV)

-- Milliseconds since 1970 by this server's clock, the only clock that holds know.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Holds that this call found past their deadline and freed.
local freed = 0

local function answer(status, ...)
  return {status, freed, ...}
end

local function set_state(seat, state)
  redis.call('SETRANGE', SEATS, seat, state)
end

local function changed()
  return redis.call('HINCRBY', SHOWING, 'sequence', 1)
end

local function seats_of(list)
  local seats = {}
  for seat in string.gmatch(list, '%d+') do
    seats[#seats + 1] = seat
  end
  return seats
end

-- ends: when the hold ends without a booking. expires: what its customer is told; a booking moves it.
local function put_hold(hold)
  redis.call('HSET', HOLDS, hold.id, table.concat({hold.customer, hold.booking, hold.ends, hold.expires, hold.list}, ' '))
end

local function find_hold(id)
  local hold = redis.call('HGET', HOLDS, id)
  if not hold then
    return nil
  end

  local customer, booking, ends, expires, list = string.match(hold, '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
  return {id = id, customer = customer, booking = booking, ends = ends, expires = expires, list = list, seats = seats_of(list)}
end

-- What a seat is when nobody holds it: the newest booking's epoch, negative once that booking gave the seat back.
local function state_by_epoch(epoch)
  return epoch and string.sub(epoch, 1, 1) ~= '-' and 's' or 'a'
end

local function end_hold(hold)
  redis.call('HDEL', HOLDS, hold.id)
  redis.call('ZREM', DEADLINES, hold.id)
  if hold.booking ~= NOT_BOOKED then
    redis.call('HDEL', BOOKINGS, hold.booking)
  end
  if redis.call('HINCRBY', CUSTOMERS, hold.customer, -#hold.seats) <= 0 then
    redis.call('HDEL', CUSTOMERS, hold.customer)
  end

  local epochs = redis.call('HMGET', EPOCHS, unpack(hold.seats))
  for n, seat in ipairs(hold.seats) do
    set_state(seat, state_by_epoch(epochs[n]))
  end
end
