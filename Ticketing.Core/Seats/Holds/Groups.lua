-- Chooses standard seats for the others of the party, in groups side by side. Expects what Best.lua begins with.

-- Runs of free standard seats side by side, each in its gap (see Orphans.lua), of which it is all before a group is chosen.
local runs, free_in_zone, longest = {}, 0, 0
local run
for seat = 0, #layout - 1 do
  local mark = byte(layout, seat + 1)
  if mark % 32 == STANDARD and is_free(seat) then
    if not run or mark ~= SMALL_STANDARD then
      run = {first = seat}
      runs[#runs + 1] = run
    end
    run.last = seat
    longest = math.max(longest, run.last - run.first + 1)
    if cost(seat) < TOO_FAR then
      free_in_zone = free_in_zone + 1
    end
  else
    run = nil
  end
end

if free_in_zone < others then
  return {'not_enough', freed}
end

-- The best place for a group, as (run, first seat); nil if there is none.
local function place_of(size, choice)
  local best_run, best_seat, best_cost
  for _, run in ipairs(choice) do
    local spare = run.gap.free - size
    for first = run.first, run.last - size + 1 do
      local is_single = first - run.first == 1 or run.last - (first + size - 1) == 1
      -- A single seat that stays in a gap from which more stay could be avoided.
      if not is_single or spare == 1 then
        local place_cost = is_single and 1e6 or 0
        for seat = first, first + size - 1 do
          place_cost = place_cost + cost(seat)
        end
        if place_cost < TOO_FAR and (not best_cost or place_cost < best_cost) then
          best_run, best_seat, best_cost = run, first, place_cost
        end
      end
    end
  end
  return best_run, best_seat
end

-- Places all groups, the largest first; takes all back if one finds no place.
local function place_all(sizes)
  local before = #seats
  local choice = {}
  for n, run in ipairs(runs) do
    choice[n] = {first = run.first, last = run.last, gap = {free = run.last - run.first + 1}}
  end

  for size in string.gmatch(sizes, '%d+') do
    size = tonumber(size)
    local run, first = place_of(size, choice)
    if not run then
      for n = #seats, before + 1, -1 do
        seats[n] = nil
      end
      return false
    end

    for seat = first, first + size - 1 do
      add(seat)
    end
    run.gap.free = run.gap.free - size
    choice[#choice + 1] = {first = first + size, last = run.last, gap = run.gap}
    run.last = first - 1
  end
  return true
end

if others > 0 then
  local is_placed = false
  for sizes in string.gmatch(ARGV[FIRST_GROUPS + others - 1], '%S+') do
    local largest = tonumber(string.match(sizes, '^%d+'))
    is_placed = is_placed or largest <= longest and place_all(sizes)
  end
  if not is_placed then
    return {'not_together', freed}
  end
end
