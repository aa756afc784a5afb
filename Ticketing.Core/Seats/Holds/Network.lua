-- What a network may hold: more than one customer may only for work (a challenge's proof), which grows with the seats, and
-- never more than its share of the hall. Expects seats, and what Asking.lua leaves.

if network ~= '' then
  network_count = (network_count or 0) + #seats
  if network_count > limit then
    local most, percent, bits, step = string.match(rules, '^(%d+) (%d+) (%d+) (%d+)')
    if network_count > math.max(limit, math.min(tonumber(most), math.floor(#states * percent / 100))) then
      return {'network_limit', freed}
    end
    local needed = bits + math.floor((network_count - limit - 1) / step)
    if bits ~= '0' and tonumber(ARGV[10]) < needed then
      return {'challenge', freed, needed}
    end
  end
end
