-- Takes a limit away; holds that are charged to it end without it.
-- ARGV: keep, periods, nonce, for how many seconds it is remembered, scope, window
local nonce, remembered, scope, window = ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local made = call('GET', KEYS[7])
if made then return { made } end
begin()
local rest, gone = {}, nil
local numbers = split(call('HGET', BUDGETS, 's|' .. scope))
for _, each in ipairs(limits(numbers)) do
  if each.window == window then gone = each else rest[#rest + 1] = each.number end
end
if not gone then return { 'none' } end

line('BUDGET_REMOVED', now, '', scope, gone.most, '0', '', window .. ' ' .. gone.percents)
local n = gone.number
for slice in string.gmatch(gone.slices or '', '%d+') do
  call('HDEL', BUDGETS, n .. ':s:' .. slice, n .. ':o:' .. slice)
end
call('HDEL', BUDGETS, n .. ':c', n .. ':r', n .. ':s', n .. ':u', n .. ':o', n .. ':f', n .. ':w',
  n .. ':i')
if #rest > 0 then
  call('HSET', BUDGETS, 's|' .. scope, table.concat(rest, ','))
else
  call('HDEL', BUDGETS, 's|' .. scope)
  call('ZREM', SCOPES, (string.gsub(scope, ':', ' ', 1)))
end
close()
call('SET', KEYS[7], 'ok', 'EX', remembered)
return { 'ok' }
