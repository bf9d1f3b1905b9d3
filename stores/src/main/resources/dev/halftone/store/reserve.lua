-- Holds an amount on every limit of every scope, or on none.
-- ARGV: keep, periods, id, amount, lifetime, nonce, scopes in order
local id, amount, lifetime, nonce, scopes = ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6], ARGV[7]
local names = split(scopes)
local fields = { 't', 'q' }
for i, scope in ipairs(names) do fields[i + 2] = 's|' .. scope end
local known = fetch(fields)
open(known[1], known[2])

local record = call('HGET', HOLDS, id) or call('GET', KEYS[7])
if record then
  local earlier = unpacked(id, record)
  if earlier.asked == amount and earlier.scopes == scopes then return { 'held' } end
  return { 'differs', earlier.asked, earlier.scopes }
end
local numbers = {}
for i, scope in ipairs(names) do
  if not known[i + 2] then
    local some = call('ZRANGEBYLEX', SCOPES, '-', '+', 'LIMIT', '0', '11')
    return { 'unlimited', scope, (string.gsub(table.concat(some, ','), ' ', ':')) }
  end
  for _, number in ipairs(split(known[i + 2])) do numbers[#numbers + 1] = number end
end

local more = sweep(16)
local all = limits(numbers)
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
local taken = negated(amount)
for _, each in ipairs(all) do add(each.number .. ':r', taken) end
local deadline = text(now + lifetime)
call('HSET', HOLDS, id, packed({ state = 'H', asked = amount, amount = amount,
  reserved = text(now), deadline = deadline, since = '0',
  limits = #numbers > 0 and table.concat(numbers, ',') or '-', scopes = scopes,
  nonces = nonce, origin = '' }))
call('ZADD', DEADLINES, deadline, id)
close()
return warn(all, { 'held' })
