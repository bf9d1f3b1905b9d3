-- Lets a hold hold at least an amount and live at least so long from now on.
-- ARGV from 4 on: id, amount, lifetime
local id, amount, lifetime = ARGV[4], ARGV[5], tonumber(ARGV[6])
begin()
local hold = find(id)
if not hold then return over(KEYS[7], id, '?') end
if hold.state == 'S' then return { 'ALREADY_ENDED' } end

local all = counted(hold, 'w')
local grows = not covers(hold.amount, amount)
local more = grows and sum(amount, negated(hold.amount))
if grows then
  for _, each in ipairs(all) do
    prune(each)
  end
  if sweep(500) then return { 'more' } end
  local refused = refusal(all, more)
  if refused then
    refused[6] = more
    return refused
  end
else
  amount = hold.amount
end

local deadline = math.max(tonumber(hold.deadline), now + lifetime)
if not grows and text(deadline) == hold.deadline and hold.state == 'H' then
  return { 'changed', amount }
end
line('EXTENDED', now, id, hold.scopes, amount, '0', '', '')
if hold.state == 'X' then
  shift(hold, negated(hold.amount))
  call('ZREM', SUSPENSE, id)
end
local changed = {}
if grows then take(all, more, changed) end
hold.state, hold.amount, hold.deadline, hold.since = 'H', amount, text(deadline), '0'
call('HSET', HOLDS, id, packed(hold))
call('ZADD', DEADLINES, hold.deadline, id)
local answer = warn(all, { 'changed', amount }, changed)
close(changed)
return answer
