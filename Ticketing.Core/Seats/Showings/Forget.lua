-- Clears away what is left of a showing that another server has loaded, or this one before it was restarted. Nobody has
-- asked for it since, or it would have been built anew.
-- KEYS: as in Showing.lua. ARGV: the server.

local SHOWING, DEADLINES = KEYS[1], KEYS[2]
local this_server = table.remove(ARGV)

-- include Server

if redis.call('HGET', SHOWING, 'server') == this_server then
  return {'loaded', 0}
end

redis.call('DEL', SHOWING, DEADLINES)
return {'forgotten', 0}
