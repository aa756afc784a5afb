-- What may be done to holds and seats. Included where it is needed: making these functions costs time at each call.

local NOT_BOOKED = '-'

-- States that this call gave to seats.
local new_states = {}

local function set_state(seat, state)
  states = string.sub(states, 1, seat) .. state .. string.sub(states, seat + 2)
  new_states[seat] = state
end

local function state_of(seat)
  return string.sub(states, seat + 1, seat + 1)
end

-- Stores and publishes what set_state did; the new version.
local function changed()
  sequence = sequence + 1
  local version = generation .. '.' .. sequence
  redis.call('HSET', SHOWING, 'states', states, 'sequence', sequence)

  local seats = {}
  for seat in pairs(new_states) do
    seats[#seats + 1] = seat
  end
  table.sort(seats)
  local message = version
  for state in string.gmatch('ahps', '.') do
    local separator = ' ' .. state
    for _, seat in ipairs(seats) do
      if new_states[seat] == state then
        message = message .. separator .. seat
        separator = ','
      end
    end
  end
  redis.call('PUBLISH', SHOWING .. ':changes', message)
  new_states = {}
  return version
end

local function seats_of(list)
  local seats = {}
  for seat in string.gmatch(list, '%d+') do
    seats[#seats + 1] = tonumber(seat)
  end
  return seats
end

-- A hold's id is its key, by which it is found here, and what tells it from an earlier hold with the same key.
local function key_of(id)
  return string.match(id, '^[^~]+')
end

local function set_deadline(key, deadline)
  redis.call('ZADD', DEADLINES, deadline, key)
  if tonumber(deadline) < tonumber(soonest) then
    soonest = deadline
    redis.call('HSET', SHOWING, 'soonest', deadline)
  end
end

-- ends: when the hold ends without a booking. expires: what its customer is told; a booking moves it.
-- last: how long the hold may live, see renewable_until. asked: how the seats were asked for, and after an @ the network that the hold
-- counts for, if any (one word: the release before this one knows no other). list: the seats, ascending.
local function put_hold(hold)
  redis.call('HSET', SHOWING, 'hold:' .. key_of(hold.id), table.concat(
    {hold.id, hold.customer, hold.booking, hold.ends, hold.expires, hold.last, hold.asked, hold.list}, ' '))
end

local function parse_hold(text)
  local id, customer, booking, ends, expires, last, asked, list =
    string.match(text, '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
  return {
    id = id, customer = customer, booking = booking, ends = ends, expires = expires, last = last, asked = asked,
    list = list, seats = seats_of(list), network = string.match(asked, '@(.+)$') or '',
  }
end

local function find_by_key(key)
  local text = redis.call('HGET', SHOWING, 'hold:' .. key)
  return text and parse_hold(text)
end

local function find_hold(id)
  local hold = find_by_key(key_of(id) or '')
  return hold and hold.id == id and hold or nil
end

-- owner: the customer's id, and behind it that of the guest who the customer was, if any. Ids are of one length, so none is part of another.
local function find_own_hold(id, owner)
  local hold = find_hold(id)
  return hold and string.find(owner, hold.customer, 1, true) and hold or nil
end

-- Up to when a hold can be renewed as things are: not once a booking has it, nor while its showing is not sold. The sale may have been
-- given another end since the hold was taken.
local function renewable_until(hold)
  if hold.booking ~= NOT_BOOKED or cancelled == '1' or now < tonumber(opens) then
    return hold.expires
  end
  return math.min(tonumber(hold.last), tonumber(cutoff))
end

-- What a seat is when nobody holds it.
local function state_by_epoch(epoch)
  return epoch and string.sub(epoch, 1, 1) ~= '-' and 's' or 'a'
end

local function epoch_of(seat)
  return redis.call('HGET', SHOWING, 'epoch:' .. seat)
end

local function count_seats(field, seats)
  if redis.call('HINCRBY', SHOWING, field, seats) <= 0 then
    redis.call('HDEL', SHOWING, field)
  end
end

-- Remembers that a hold of this customer or network ended unpaid. From some on each makes a pause, twice as long as the last.
local function remember_unpaid(who, is_network)
  local free, network_free, first, longest, kept = string.match(rules, '(%d+) (%d+) (%d+) (%d+) (%d+)$')
  local field = 'unpaid:' .. who
  local earlier, remembered = string.match(redis.call('HGET', SHOWING, field) or '0 0 0', '^(%d+) %d+ (%d+)$')
  local times = (tonumber(remembered) > now and earlier or 0) + 1
  local beyond = times - (is_network and network_free or free)
  local until_when = beyond > 0 and now + math.min(first * 2 ^ (beyond - 1), tonumber(longest), tonumber(kept)) or 0
  redis.call('HSET', SHOWING, field, times .. ' ' .. until_when .. ' ' .. now + kept)
  if until_when > tonumber(paused or 0) then
    paused = until_when
    redis.call('HSET', SHOWING, 'paused', paused)
  end
end

local function forget_unpaid(who)
  redis.call('HDEL', SHOWING, 'unpaid:' .. who)
end

-- what_of_unpaid: remember_unpaid if the customer did not pay, forget_unpaid if so, nil if it was not up to the customer.
local function end_hold(hold, what_of_unpaid)
  local key = key_of(hold.id)
  redis.call('ZREM', DEADLINES, key)
  redis.call('HDEL', SHOWING, 'hold:' .. key, 'booking:' .. hold.booking)
  count_seats('customer:' .. hold.customer, -#hold.seats)
  if hold.network ~= '' then
    count_seats('network:' .. hold.network, -#hold.seats)
  end
  if what_of_unpaid then
    what_of_unpaid(hold.customer)
    if hold.network ~= '' then
      what_of_unpaid(hold.network, true)
    end
  end
  for _, seat in ipairs(hold.seats) do
    set_state(seat, state_by_epoch(epoch_of(seat)))
  end
end

-- Puts back the hold of a booking that waits for its payment, as PostgreSQL has it.
local function put_pending(id, customer, booking, expires, deadline, network, list)
  local key, seats = key_of(id), seats_of(list)
  put_hold({
    id = id, customer = customer, booking = booking, ends = expires, expires = expires, last = expires,
    asked = network == '' and '-' or '-@' .. network, list = list,
  })
  set_deadline(key, deadline)
  redis.call('HSET', SHOWING, 'booking:' .. booking, key)
  count_seats('customer:' .. customer, #seats)
  if network ~= '' then
    count_seats('network:' .. network, #seats)
  end
  for _, seat in ipairs(seats) do
    set_state(seat, 'p')
  end
end
