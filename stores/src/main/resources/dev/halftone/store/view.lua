-- What stands on the limits of some scopes, or of the next ones in scope order.
-- ARGV: keep, periods, "all", after which, how many | "some", scopes
-- Returns ok, the last scope or nothing, then of each limit: what it is, room, spent, suspense,
-- overrun, refusals.
begin()
if sweep(500) then return { 'more' } end
local names, last = {}, ''
if ARGV[3] == 'all' then
  local from = ARGV[4] == '' and '-' or '(' .. ARGV[4]
  local found = call('ZRANGEBYLEX', SCOPES, from, '+', 'LIMIT', '0', ARGV[5])
  for i, name in ipairs(found) do names[i] = string.gsub(name, ' ', ':', 1) end
  if #found == tonumber(ARGV[5]) then last = found[#found] end
else
  names = split(ARGV[4])
end
local fields = {}
for i, scope in ipairs(names) do fields[i] = 's|' .. scope end
local numbers = {}
for _, ofScope in ipairs(fetch(fields)) do
  for _, number in ipairs(split(ofScope)) do numbers[#numbers + 1] = number end
end
local all = limits(numbers)
local asked = advance(all)
if asked then return asked end

fields = {}
for i, each in ipairs(all) do
  local n, at = each.number, 5 * i
  fields[at - 4], fields[at - 3], fields[at - 2], fields[at - 1], fields[at] =
    n .. ':r', n .. ':s', n .. ':u', n .. ':o', n .. ':f'
end
local values, answer = fetch(fields), { 'ok', last }
for i, each in ipairs(all) do
  answer[#answer + 1] = each.config
  for j = 5 * i - 4, 5 * i do answer[#answer + 1] = values[j] end
end
return answer
