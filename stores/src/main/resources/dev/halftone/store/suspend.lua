-- Keeps the money of a hold whose outcome its owner does not know.
-- ARGV from 4 on: id, nonce
local id, nonce = ARGV[4], ARGV[5]
begin()
local hold = find(id)
if not hold then return over(KEYS[7], id, nonce) end
if hold.state == 'S' then
  return { string.find(hold.nonces, nonce, 1, true) and 'APPLIED' or 'ALREADY_ENDED' }
end
hold.nonces = hold.nonces .. ',' .. nonce
if hold.state == 'X' then
  line('SUSPENDED', now, id, hold.scopes, hold.amount, '0', '', '')
  hold.state = 'S'
  call('HSET', HOLDS, id, packed(hold))
else
  intoSuspense(hold, 'S', now, 'SUSPENDED')
end
close()
return { 'APPLIED' }
