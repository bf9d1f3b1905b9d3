-- Holds in suspense, oldest first. ARGV from 4 on: since when, how many
-- Returns ok, then of each: id, since, amount, scopes.
begin()
if sweep(500) then return { 'more' } end
local answer = { 'ok' }
local ids = call('ZRANGEBYSCORE', SUSPENSE, ARGV[4], '+inf', 'LIMIT', '0', ARGV[5])
for _, id in ipairs(ids) do
  local hold, at = unpacked(id, call('HGET', HOLDS, id)), #answer
  answer[at + 1], answer[at + 2], answer[at + 3], answer[at + 4] =
    id, hold.since, hold.amount, hold.scopes
end
return answer
