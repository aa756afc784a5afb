-- Brings a loaded showing into line with PostgreSQL, and says what was different.
-- Keeps: what Redis has heard since those rows were read (a newer epoch, or the end of the same one) stands. A seat that
-- a booking has is taken from another's hold, which could not become a booking any more; that hold ends as a whole.
-- ARGV: opens, cutoff, cancelled, then as in Load.lua from the number of epochs on.
-- Answers the differences as words: <what is true> <what was shown> ...

-- include Holds

local differences = {}
local function different(truth, shown)
  differences[#differences + 1] = truth
  differences[#differences + 1] = shown
end

local function state_of(seat)
  return string.sub(states, seat + 1, seat + 1)
end

local function end_holder_of(seat)
  local fields = redis.call('HGETALL', SHOWING)
  for n = 1, #fields, 2 do
    if string.sub(fields[n], 1, 5) == 'hold:' then
      local hold = parse_hold(fields[n + 1])
      for _, held in ipairs(hold.seats) do
        if held == seat then
          return end_hold(hold)
        end
      end
    end
  end
end

if opens ~= ARGV[1] or cutoff ~= ARGV[2] or cancelled ~= ARGV[3] then
  different('terms', 'terms')
  redis.call('HSET', SHOWING, 'opens', ARGV[1], 'cutoff', ARGV[2], 'cancelled', ARGV[3])
end

-- Seats of pending bookings, which are not sold however their epoch reads.
local FIRST_EPOCH = 5
local first_booking = FIRST_EPOCH + 2 * ARGV[FIRST_EPOCH - 1]
local pending = {}
for n = first_booking, #ARGV, 6 do
  for _, seat in ipairs(seats_of(ARGV[n + 5])) do
    pending[seat] = true
  end
end

-- All epochs before anything else: ending a hold looks at them.
local is_current = {}
for n = FIRST_EPOCH, first_booking - 1, 2 do
  local seat, epoch = tonumber(ARGV[n]), tonumber(ARGV[n + 1])
  local known = tonumber(epoch_of(seat) or 0)
  if math.abs(epoch) > math.abs(known) or epoch == -known and epoch < 0 then
    redis.call('HSET', SHOWING, 'epoch:' .. seat, ARGV[n + 1])
    known = epoch
  end
  is_current[seat] = known == epoch
end

for seat in pairs(is_current) do
  local shown, truth = state_of(seat), state_by_epoch(epoch_of(seat))
  if is_current[seat] and not pending[seat] and shown ~= 'x' and shown ~= truth and (truth == 's' or shown == 's') then
    different(truth, shown)
    if shown == 'h' or shown == 'p' then
      end_holder_of(seat)
    else
      set_state(seat, truth)
    end
  end
end

for n = first_booking, #ARGV, 6 do
  local id, customer, booking, expires, deadline, list = unpack(ARGV, n, n + 5)
  local seats, is_missing = seats_of(list), false
  if redis.call('HEXISTS', SHOWING, 'booking:' .. booking) == 0 then
    for _, seat in ipairs(seats) do
      local shown = state_of(seat)
      if is_current[seat] and (shown == 'a' or shown == 'h' or shown == 'p') then
        different('p', shown)
        is_missing = true
      end
    end
  end
  if is_missing then
    for _, seat in ipairs(seats) do
      end_holder_of(seat)
    end
    put_booked_hold(id, customer, booking, expires, deadline, list)
  end
end

if #differences > 0 then
  changed()
end
return {'reconciled', freed, table.concat(differences, ' ')}
