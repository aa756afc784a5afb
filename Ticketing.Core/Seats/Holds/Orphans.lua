-- The orphan rule: nobody leaves a single empty seat where it can be helped. Expects seats (ascending), states, layout.
--
-- A gap is a run of free standard seats of a block; everything else bounds it. A hold is judged gap by gap: it is against
-- the rule if it leaves a single free seat in a gap from which it leaves two or more, since then the same number of seats
-- at the gap's end would have left none. A hold that leaves one seat of a gap, or none, could not do better.

local orphans

local n = 1
while seats[n] do
  local seat = seats[n]
  local mark = byte(layout, seat + 1)
  if mark % 32 ~= STANDARD then
    n = n + 1
  else
    local left, singles = 0, nil

    -- How many more there are than two makes no difference.
    local at = seat
    while left < 2 and at > 0 and byte(layout, at + 1) >= SMALL and byte(states, at) == AVAILABLE and byte(layout, at) % 32 == STANDARD do
      left, at = left + 1, at - 1
    end
    if left == 1 then
      singles = {seat - 1}
    end

    local is_same_gap
    repeat
      local following, run = seats[n + 1], 0
      at = seat
      while at + 1 ~= following and (following or run < 2) and byte(layout, at + 2) == SMALL_STANDARD and byte(states, at + 2) == AVAILABLE do
        run, at = run + 1, at + 1
      end
      left = left + run
      if run == 1 then
        singles = singles or {}
        singles[#singles + 1] = at
      end
      is_same_gap = at + 1 == following and byte(layout, following + 1) == SMALL_STANDARD
      n, seat = n + 1, following
    until not is_same_gap

    if singles and left >= 2 then
      orphans = orphans or {}
      for _, single in ipairs(singles) do
        orphans[#orphans + 1] = single
      end
    end
  end
end
