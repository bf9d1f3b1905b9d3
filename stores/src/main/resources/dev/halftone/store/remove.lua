-- Takes a limit away; holds that are charged to it end without it.
-- ARGV from 4 on: nonce, for how many seconds it is remembered, scope, window
local nonce, remembered, scope, window = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local made = call('GET', KEYS[7])
if made then return { made } end
begin()
local rest, gone = {}, nil
local numbers = split(call('HGET', BUDGETS, scope))
for _, each in ipairs(limits(numbers, 'w')) do
  if described(each).window == window then gone = each else rest[#rest + 1] = each.number end
end
if not gone then return { 'none' } end

line('BUDGET_REMOVED', now, '', scope, gone.most, '0', '', window .. ' ' .. gone.percents)
local n = gone.number
for slice in string.gmatch(gone.slices or '', '%d+') do
  call('HDEL', BUDGETS, n .. ':s:' .. slice, n .. ':o:' .. slice)
end
call('HDEL', BUDGETS, n, n .. ':c', n .. ':s', n .. ':u', n .. ':o', n .. ':f', n .. ':w',
  n .. ':i')
if #rest > 0 then
  call('HSET', BUDGETS, scope, table.concat(rest, ','))
else
  call('HDEL', BUDGETS, scope)
  call('ZREM', SCOPES, (string.gsub(scope, ':', ' ', 1)))
end
close()
call('SET', KEYS[7], 'ok', 'EX', remembered)
return { 'ok' }
