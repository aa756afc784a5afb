-- Applies what became of a booking: its seats are sold, or free again.
-- Keeps: only the newest epoch of a seat counts (sold by a newer one, freed by the same or a newer one), so late,
-- doubled and reordered messages change nothing; the booking's own hold ends, a hold of another's is not touched.
-- ARGV: 'sold' or 'free', booking, then per seat (seat, epoch).

-- include Holds

local outcome, booking = ARGV[1], ARGV[2]
local is_changed = false

for n = 3, #ARGV, 2 do
  local seat, epoch = ARGV[n], ARGV[n + 1]
  local known = math.abs(tonumber(epoch_of(seat) or 0))
  if outcome == 'sold' and tonumber(epoch) > known then
    redis.call('HSET', SHOWING, 'epoch:' .. seat, epoch)
  elseif outcome == 'free' and tonumber(epoch) >= known then
    redis.call('HSET', SHOWING, 'epoch:' .. seat, '-' .. epoch)
  end
end

local own = redis.call('HGET', SHOWING, 'booking:' .. booking)
if own then
  end_hold(find_by_key(own), outcome == 'sold' and forget_unpaid or remember_unpaid)
  is_changed = true
end

for n = 3, #ARGV, 2 do
  local seat = tonumber(ARGV[n])
  local state = state_of(seat)
  local settled = state_by_epoch(epoch_of(seat))
  if (state == 'a' or state == 's') and state ~= settled then
    set_state(seat, settled)
    is_changed = true
  end
end

if is_changed then
  changed()
end
return {'settled', freed}
