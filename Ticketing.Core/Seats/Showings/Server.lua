-- Which life of which server this is, asked of itself: for the few scripts that must not believe the caller. After a
-- fail-over the caller may know the old one still.
if string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') ~= this_server then
  return {'another_server', 0}
end
