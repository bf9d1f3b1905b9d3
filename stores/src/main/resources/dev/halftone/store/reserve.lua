-- Holds an amount on every limit of every scope, or on none.
-- ARGV from 4 on: id, amount, lifetime, nonce, scopes in one, then the same one by one in order
local id, amount, lifetime, nonce, scopes = ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7], ARGV[8]
ARGV[7], ARGV[8] = 't', 'q'
local known = fetch(ARGV, 7)
open(known[1], known[2])

local record = call('HGET', HOLDS, id) or call('GET', KEYS[7])
if record then
  local earlier = unpacked(id, record)
  if earlier.asked == amount and earlier.scopes == scopes then return { 'held' } end
  return { 'differs', earlier.asked, earlier.scopes }
end
local numbers = {}
for i = 3, #known do
  if not known[i] then
    local some = call('ZRANGEBYLEX', SCOPES, '-', '+', 'LIMIT', '0', '11')
    return { 'unlimited', ARGV[6 + i], (string.gsub(table.concat(some, ','), ' ', ':')) }
  end
  append(known[i], numbers)
end

local more = sweep(16)
local all = limits(numbers, 'w')
local asked = advance(all)
if asked then return asked end
for _, each in ipairs(all) do
  -- The figures of a refusal are to show every hold whose lifetime is over as suspense.
  if more and not covers(each.room, amount) and sweep(500) then return { 'more' } end
end
local refused = refusal(all, amount)
if refused then
  close()
  return refused
end

line('RESERVED', now, id, scopes, amount, '0', '', '')
local changed = {}
take(all, amount, changed)
local deadline = text(now + lifetime)
local counts = #numbers > 0 and table.concat(numbers, ',') or '-'
call('HSET', HOLDS, id, packed({ state = 'H', asked = amount, amount = amount, reserved = stamp,
  deadline = deadline, since = '0', limits = counts, scopes = scopes, nonces = nonce,
  origin = '' }))
call('ZADD', DEADLINES, deadline, id)
local answer = warn(all, { 'held' }, changed)
close(changed)
return answer
