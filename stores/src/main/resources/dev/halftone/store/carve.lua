-- Makes a part of a hold a hold of its own; no sum changes.
-- ARGV from 4 on: id, part, amount, nonce
local id, part, amount, nonce = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
begin()
local record = call('HGET', HOLDS, part) or call('GET', KEYS[8])
if record then
  local earlier = unpacked(part, record)
  if earlier.origin == id and earlier.asked == amount then return { 'changed', amount } end
  return { 'used' }
end
local hold = find(id)
if not hold then return over(KEYS[7], id, '?') end
if hold.state == 'S' then return { 'ALREADY_ENDED' } end
if not covers(hold.amount, amount) then return { 'exceeds', hold.amount } end

local rest = sum(hold.amount, negated(amount))
line('CARVED', now, part, hold.scopes, amount, '0', id, '')
hold.amount = rest
call('HSET', HOLDS, id, packed(hold))
hold.asked, hold.amount, hold.nonces, hold.origin = amount, amount, nonce, id
call('HSET', HOLDS, part, packed(hold))
-- What is carved out of suspense is suspense.
if hold.state == 'H' then
  call('ZADD', DEADLINES, hold.deadline, part)
else
  call('ZADD', SUSPENSE, hold.since, part)
end
close()
return { 'changed', amount }
