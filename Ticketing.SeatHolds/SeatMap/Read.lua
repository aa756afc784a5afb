-- Reads all of a showing's seats at one instant.
-- Keeps: nobody is shown a seat as held once its hold has expired.

return {'read', freed, states, generation .. '.' .. sequence, opens, cutoff, cancelled}
