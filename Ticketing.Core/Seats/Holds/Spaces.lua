-- Chooses wheelchair spaces and companions' seats. Expects what Best.lua begins with.

local function free_companions(space)
  local companions = {}
  for step, kind in pairs({[-1] = RIGHT, [1] = LEFT}) do
    local place = space + step
    while place >= 0 and place < #layout and is_kind(place, kind) do
      if is_free(place) then
        companions[#companions + 1] = place
      end
      place = place + step
    end
  end
  table.sort(companions, function(a, b)
    local near, far = math.abs(a - space), math.abs(b - space)
    return near < far or near == far and a < b
  end)
  return companions
end

local others = wanted - spaces
for _ = 1, spaces do
  local best, best_cost, best_companions
  for space = 0, #layout - 1 do
    if is_kind(space, WHEELCHAIR) and is_free(space) then
      local is_chosen = false
      for _, seat in ipairs(seats) do
        is_chosen = is_chosen or seat == space
      end
      local companions = not is_chosen and free_companions(space)
      local missing = companions and math.max(others - #companions, 0)
      local space_cost = companions and missing * 1e6 + cost(space)
      if companions and cost(space) < TOO_FAR and (not best or space_cost < best_cost) then
        best, best_cost, best_companions = space, space_cost, companions
      end
    end
  end
  if not best then
    return {'not_enough', freed}
  end

  add(best)
  for n = 1, math.min(others, #best_companions) do
    add(best_companions[n])
    others = others - 1
  end
end
