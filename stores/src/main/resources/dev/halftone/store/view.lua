-- What stands on the limits of some scopes, or of the next ones in scope order.
-- ARGV from 4 on: "all", after which, how many | "some", scopes
-- Returns ok, the last scope or nothing, then of each limit: what it is, room, spent, suspense,
-- overrun, refusals.
begin()
if sweep(500) then return { 'more' } end
local names, last = {}, ''
if ARGV[4] == 'all' then
  local from = ARGV[5] == '' and '-' or '(' .. ARGV[5]
  local found = call('ZRANGEBYLEX', SCOPES, from, '+', 'LIMIT', '0', ARGV[6])
  for i, name in ipairs(found) do names[i] = string.gsub(name, ' ', ':', 1) end
  if #found == tonumber(ARGV[6]) then last = found[#found] end
else
  names = split(ARGV[5])
end
local numbers = {}
for _, ofScope in ipairs(fetch(names)) do
  append(ofScope, numbers)
end
local all = limits(numbers, 'w')
local asked = advance(all)
if asked then return asked end

local fields = {}
for i, each in ipairs(all) do
  local n, at = each.number, 6 * i
  fields[at - 5], fields[at - 4], fields[at - 3], fields[at - 2], fields[at - 1], fields[at] =
    n .. ':c', n, n .. ':s', n .. ':u', n .. ':o', n .. ':f'
end
local values, answer = fetch(fields), { 'ok', last }
for i = 1, #values do answer[i + 2] = values[i] end
return answer
