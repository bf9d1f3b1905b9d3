-- Sets limits. Of each: limit, from, to, window, percents, scope, and the shares that warn.
-- ARGV from 4 on: nonce, for how many seconds it is remembered, "set" or "declare" (which leaves
-- a limit alone that is the same already), the layout, then seven for each limit
local nonce, remembered, mode, layout = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
if call('GET', KEYS[7]) then return { 'ok' } end
begin()
for i = 8, #ARGV, 7 do
  local calendar = string.find(ARGV[i + 3], '^[DWM]')
  if calendar and (now < tonumber(ARGV[i + 1]) or now >= tonumber(ARGV[i + 2])) then
    return { 'clock', stamp }
  end
end
for i = 8, #ARGV, 7 do
  local most, from, to, window, percents, scope, shares = unpack(ARGV, i, i + 6)
  local numbers = call('HGET', BUDGETS, scope) or ''
  local old = nil
  for _, each in ipairs(limits(split(numbers), 'w')) do
    if described(each).window == window then old = each end
  end
  if not old then
    line('BUDGET_SET', now, '', scope, most, '0', '', window .. ' ' .. percents)
    local n = text(call('HINCRBY', BUDGETS, 'n', '1')) .. sub(window, 1, 1)
    call('HSET', BUDGETS, n .. ':c',
      configured(most, tonumber(from), tonumber(to), window, percents, scope), n, most,
      n .. ':s', '0', n .. ':u', '0', n .. ':o', '0', n .. ':f', '0', n .. ':w', shares,
      scope, numbers == '' and n or numbers .. ',' .. n, 'z', layout)
    call('ZADD', SCOPES, '0', (string.gsub(scope, ':', ' ', 1)))
  elseif mode == 'set' or old.most ~= most or old.percents ~= percents then
    line('BUDGET_SET', now, '', scope, most, '0', '', window .. ' ' .. percents)
    add(old.number, negated(old.most))
    add(old.number, most)
    call('HSET', BUDGETS, old.number .. ':w', shares, old.number .. ':c',
      configured(most, old.from, old.to, window, percents, scope))
  end
end
close()
call('SET', KEYS[7], 'ok', 'EX', remembered)
return { 'ok' }
