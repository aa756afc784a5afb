-- Counts the free seats of a showing: those for everybody, and the wheelchair spaces. A companion's seat goes with its space,
-- and is neither.

local seats, spaces = 0, 0
for place in string.gmatch(states, '()a') do
  local kind = string.lower(string.sub(layout, place, place))
  if kind == 's' then
    seats = seats + 1
  elseif kind == 'w' then
    spaces = spaces + 1
  end
end
return {'counted', freed, seats, spaces}
