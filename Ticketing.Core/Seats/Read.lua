-- Reads all of a showing's seats at one instant.
-- Keeps: nobody is shown a seat as held once its hold has expired.

return answer('read', redis.call('GET', SEATS), version(), opens, cutoff, cancelled)
