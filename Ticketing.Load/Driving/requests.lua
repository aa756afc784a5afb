-- For wrk: posts holds of two fresh seats, or gets, over many showings or for many people.
-- Arguments: kind ('api', 'bare', 'get' or 'place'), path with %d for the showing (and for 'bare' the two seats), showings, seats per showing,
--            threads, file of tokens or '-', run. Showings are one thread's each; pair after pair goes through all of them,
--            from the left of a row to its right, so that no pair leaves a single seat.

local threads = 0

function setup(thread)
  thread:set('number', threads)
  threads = threads + 1
end

local function lines(name)
  local found = {}
  for line in io.lines(name) do
    found[#found + 1] = line
  end
  return found
end

function init(arguments)
  kind, path, run = arguments[1], arguments[2], arguments[7]
  pairs_per_showing = math.floor(tonumber(arguments[4]) / 2)
  local all, count = lines(arguments[3]), tonumber(arguments[5])
  own = {}
  for n = number + 1, #all, count do
    own[#own + 1] = all[n]
  end
  tokens = (kind == 'api' or kind == 'place') and lines(arguments[6]) or {}
  asked = 0
end

function request()
  if kind == 'place' then
    asked = asked + 1
    return 'GET ' .. path .. ' HTTP/1.1\r\nHost: localhost\r\nWaiting-Room-Place: ' .. tokens[(asked * 7 + number) % #tokens + 1] .. '\r\n\r\n'
  end

  local showing = own[asked % #own + 1]
  local pair = math.floor(asked / #own)
  asked = asked + 1

  if kind == 'get' then
    return 'GET ' .. string.format(path, showing) .. ' HTTP/1.1\r\nHost: localhost\r\n\r\n'
  end
  local seat = pair % pairs_per_showing * 2
  if kind == 'bare' then
    return 'POST ' .. string.format(path, showing, seat, seat + 1) .. ' HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n'
  end

  local body = '{"seats":[' .. seat .. ',' .. seat + 1 .. ']}'
  return 'POST ' .. string.format(path, showing) .. ' HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ' .. tokens[(asked * 7 + pair + number) % #tokens + 1]
    .. '\r\nIdempotency-Key: ' .. run .. '-' .. number .. '-' .. asked
    .. '\r\nContent-Type: application/json\r\nContent-Length: ' .. #body .. '\r\n\r\n' .. body
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests":%d,"seconds":%f,"refused":%d,"broken":%d,"p50":%f,"p99":%f}',
    summary.requests, summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
