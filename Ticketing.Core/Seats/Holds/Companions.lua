-- A companion's seat goes only with the wheelchair space that it belongs to. Expects seats (ascending), layout.

local wanted, alone = {}, nil
for _, seat in ipairs(seats) do
  wanted[seat] = true
end

for _, seat in ipairs(seats) do
  local kind = byte(layout, seat + 1) % 32
  if kind ~= STANDARD and kind ~= WHEELCHAIR then
    local step = kind == LEFT and -1 or 1
    local place = seat + step
    while byte(layout, place + 1) % 32 == kind do
      place = place + step
    end
    if not wanted[place] then
      alone = alone and alone .. ',' .. seat or seat
    end
  end
end

if alone then
  return {'companion', freed, tostring(alone)}
end
