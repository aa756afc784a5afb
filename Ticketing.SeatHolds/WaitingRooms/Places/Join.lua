-- Gives a customer a place: the same again, or the next number.
--
-- Invariants
--   1. A number is handed out once, in rising order.
--   2. No number reaches the ceiling, which PostgreSQL has and which is raised there first: whatever is lost here, numbers
--      from the ceiling on were never handed out.
--   3. A customer has one place, unless the caller knows that it is used up; a guest's goes to the member that the guest
--      becomes, once.
--
-- KEYS  numbers (hash: next, ceiling), places (hash: customer -> number)
-- ARGV  customer, floor (all numbers below it are known to be used), used-up number or -1, number from the customer's own token or -1,
--       the guest that the customer was until signing in, or nothing
-- Answers status and number.
local NUMBERS, PLACES = KEYS[1], KEYS[2]
local customer, floor, used_up, brought, guest = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
local MOVED = '-2'

local known = redis.call('HMGET', NUMBERS, 'next', 'ceiling')
local next, ceiling = tonumber(known[1]), tonumber(known[2])
-- Never begun, emptied, or another server's older copy.
if not next or not ceiling or next < floor then
  return {'lost', -1}
end

local place = redis.call('HGET', PLACES, customer)
-- A guest's token is worth nothing once a member has the place.
if place == MOVED then
  place, brought = false, '-1'
end

if not place and guest ~= '' then
  place = redis.call('HGET', PLACES, guest)
  if place == MOVED then
    place, brought = false, '-1'
  elseif place then
    redis.call('HSET', PLACES, customer, place, guest, MOVED)
  elseif brought ~= '-1' then
    redis.call('HSET', PLACES, guest, MOVED)
  end
end

if place and place ~= used_up then
  return {'kept', tonumber(place)}
end

-- What this Redis has forgotten the customer's signed token still says.
if not place and brought ~= '-1' and tonumber(brought) < next then
  redis.call('HSET', PLACES, customer, brought)
  return {'kept', tonumber(brought)}
end

if next >= ceiling then
  return {'full', ceiling}
end

redis.call('HSET', NUMBERS, 'next', next + 1)
redis.call('HSET', PLACES, customer, next)
return {'joined', next}
