-- Ends a hold in flight (settle, release) or in suspense (resolve) with a charge.
-- ARGV from 4 on: id, charged, kind of line, nonce, for how many seconds it is remembered
local id, charged, kind, nonce, remembered = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
begin()
local hold = find(id)
if not hold then return over(KEYS[7], id, nonce) end
if kind == 'RESOLVED' and hold.state == 'H' then return { 'UNKNOWN' } end
if kind ~= 'RESOLVED' and hold.state == 'S' then return { 'ALREADY_ENDED' } end

local all = counted(hold, 's')
for _, each in ipairs(all) do prune(each) end
local above = not covers(hold.amount, charged)
if above then
  for _, each in ipairs(all) do
    local others = sum(sum(described(each).most, negated(each.room)), negated(hold.amount))
    if not sum(others, charged) then return { 'overflow' } end
  end
end
-- What goes back to the room: less than nothing where the bill is above the hold.
local back = sum(hold.amount, negated(charged))
line(kind, now, id, hold.scopes, hold.amount, charged, '', '')
local backHigh, backLow = halves(back)
local chargedHigh, chargedLow = halves(charged)
local changed = {}
for _, each in ipairs(all) do
  local n, at = each.number, #changed
  changed[at + 1], changed[at + 2] = n, total(backHigh, backLow, each.room)
  changed[at + 3], changed[at + 4] = n .. ':s', total(chargedHigh, chargedLow, each.s)
  if hold.state ~= 'H' then add(n .. ':u', negated(hold.amount)) end
  if above then add(n .. ':o', negated(back)) end
  if each.kind == 'R' and charged ~= '0' then
    local slices = each.slices or ''
    local newest = match(slices, '%d+$')
    if not newest or tonumber(newest) < now then
      newest = text((math.floor(now / each.to) + 1) * each.to - 1)
      slices = slices == '' and newest or slices .. ' ' .. newest
      call('HSET', BUDGETS, n .. ':i', slices)
    end
    add(n .. ':s:' .. newest, charged)
    if above then add(n .. ':o:' .. newest, negated(back)) end
  end
end
call('HDEL', HOLDS, id)
call('ZREM', hold.state == 'H' and DEADLINES or SUSPENSE, id)
hold.state, hold.nonces = 'E', hold.nonces .. ',' .. nonce
call('SET', KEYS[7], packed(hold), 'EX', remembered)
close(changed)
return { 'APPLIED' }
