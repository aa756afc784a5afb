-- Brings a loaded showing into line with PostgreSQL and with itself, says what was different, and forgets unpaid holds of long ago.
-- Keeps: what Redis has heard since those rows were read (a newer epoch, or the end of the same one) stands. A seat that
-- a booking has is taken from another's hold, which could not become a booking any more; that hold ends as a whole.
-- ARGV: opens, cutoff, cancelled, then as in Load.lua from the number of epochs on.
-- Answers the differences as words: <what is true>, <what was shown> ...

-- include Holds

local differences = {}
local function different(truth, shown)
  differences[#differences + 1] = truth
  differences[#differences + 1] = shown
end

local holders
local function holder_of(seat)
  if not holders then
    holders = {}
    for _, key in ipairs(redis.call('ZRANGE', DEADLINES, 0, -1)) do
      local hold = find_by_key(key)
      for _, held in ipairs(hold.seats) do
        holders[held] = hold
      end
    end
  end
  return holders[seat]
end

local function end_holder_of(seat)
  local hold = holder_of(seat)
  end_hold(hold)
  for _, held in ipairs(hold.seats) do
    holders[held] = nil
  end
end

if opens ~= ARGV[1] or cutoff ~= ARGV[2] or cancelled ~= ARGV[3] then
  different('terms', 'terms')
  redis.call('HSET', SHOWING, 'opens', ARGV[1], 'cutoff', ARGV[2], 'cancelled', ARGV[3])
end
local new_terms = #differences > 0

-- Seats of pending bookings, which are not sold however their epoch reads.
local next = 5 + 2 * ARGV[4]
local pending = {}
for n = next, #ARGV, 7 do
  for _, seat in ipairs(seats_of(ARGV[n + 6])) do
    pending[seat] = true
  end
end

-- Epochs first: ending a hold looks at them.
local news = {}
for n = 5, next - 1, 2 do
  local seat, epoch = tonumber(ARGV[n]), tonumber(ARGV[n + 1])
  local known = tonumber(epoch_of(seat) or 0)
  if math.abs(epoch) > math.abs(known) or epoch == -known and epoch < 0 then
    redis.call('HSET', SHOWING, 'epoch:' .. seat, ARGV[n + 1])
    known = epoch
  end
  if known == epoch then
    news[seat] = state_by_epoch(ARGV[n + 1])
  end
end

for seat, state in pairs(news) do
  local shown = state_of(seat)
  if not pending[seat] and shown ~= 'x' and shown ~= state and (state == 's' or shown == 's') then
    different(state, shown)
    if shown == 'h' or shown == 'p' then
      end_holder_of(seat)
    else
      set_state(seat, state)
    end
  end
end

for n = next, #ARGV, 7 do
  local hold, customer, booking, expires, deadline, network, list = unpack(ARGV, n, n + 6)
  local seats, missing = seats_of(list), false
  if redis.call('HEXISTS', SHOWING, 'booking:' .. booking) == 0 then
    for _, seat in ipairs(seats) do
      local shown = state_of(seat)
      if news[seat] and (shown == 'a' or shown == 'h' or shown == 'p') then
        different('p', shown)
        missing = true
      end
    end
  end
  if missing then
    for _, seat in ipairs(seats) do
      if holder_of(seat) then
        end_holder_of(seat)
      end
    end
    put_pending(hold, customer, booking, expires, deadline, network, list)
  end
end

-- What customers and networks hold. A release that knows no networks, running beside this one, ends holds without counting for them.
local counts = {}
local function count(field, seats)
  counts[field] = (counts[field] or 0) + seats
end
for _, key in ipairs(redis.call('ZRANGE', DEADLINES, 0, -1)) do
  local hold = find_by_key(key)
  count('customer:' .. hold.customer, #hold.seats)
  if hold.network ~= '' then
    count('network:' .. hold.network, #hold.seats)
  end
end
local fields = redis.call('HGETALL', SHOWING)
for n = 1, #fields, 2 do
  local field, value = fields[n], fields[n + 1]
  local kind = string.match(field, '^%a+:')
  if kind == 'customer:' or kind == 'network:' then
    count(field, -value)
  elseif kind == 'unpaid:' and tonumber(string.match(value, '%d+$')) <= now then
    redis.call('HDEL', SHOWING, field)
  end
end
for field, missing in pairs(counts) do
  if missing ~= 0 then
    different('counts', 'counts')
    count_seats(field, missing)
  end
end

if #differences > 0 then
  if new_terms then
    -- No message tells the terms of sale. One without seats has everybody look anew.
    new_states = {}
  end
  changed()
end
return {'reconciled', freed, table.concat(differences, ' ')}
