-- Stands between Showing.lua and the scripts that need a loaded showing. Frees what has expired before anything
-- else looks, so that in those scripts a hold that exists is alive, whether or not the sweeper has been here.

local server, generation, opens, cutoff, cancelled = unpack(redis.call('HMGET', SHOWING, 'server', 'generation', 'opens', 'cutoff', 'cancelled'))
if server ~= this_server then
  return answer('unloaded')
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', DEADLINES, '-inf', now)) do
  end_hold(find_hold(id))
  freed = freed + 1
end
if freed > 0 then
  changed()
end

local function version()
  return generation .. '.' .. redis.call('HGET', SHOWING, 'sequence')
end
