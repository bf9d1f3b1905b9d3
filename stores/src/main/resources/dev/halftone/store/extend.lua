-- Lets a hold hold at least an amount and live at least so long from now on.
-- ARGV: keep, periods, id, amount, lifetime
local id, amount, lifetime = ARGV[3], ARGV[4], tonumber(ARGV[5])
begin()
local hold = find(id)
if not hold then return over(KEYS[7], id, '?') end
if hold.state == 'S' then return { 'ALREADY_ENDED' } end

local all = counted(hold)
local grows = not covers(hold.amount, amount)
if grows then
  local refused, before = nil, {}
  for i, each in ipairs(all) do
    prune(each)
    before[i] = each.room
    each.room = sum(each.room, hold.amount)
  end
  if sweep(16) then return { 'more' } end
  refused = refusal(all, amount)
  if refused then return refused end
else
  amount = hold.amount
end

local deadline = math.max(tonumber(hold.deadline), now + lifetime)
if not grows and text(deadline) == hold.deadline and hold.state == 'H' then
  return { 'changed', amount }
end
line('EXTENDED', now, id, hold.scopes, amount, '0', hold.origin, '')
if hold.state == 'X' then
  shift(hold, negated(hold.amount))
  call('ZREM', SUSPENSE, id)
end
if grows then
  for _, each in ipairs(all) do
    add(each.number .. ':r', hold.amount)
    add(each.number .. ':r', negated(amount))
  end
end
hold.state, hold.amount, hold.deadline, hold.since = 'H', amount, text(deadline), '0'
call('HSET', HOLDS, id, packed(hold))
call('ZADD', DEADLINES, hold.deadline, id)
close()
return warn(all, { 'changed', amount })
