-- Shared by all scripts of the ledger; RedisKeys.java names the keys and fields.
--
-- Money is a decimal string here, because a number of Lua is a double and loses nano-dollars beyond
-- 2^53: it is added by HINCRBY alone, in 64-bit integers, and compared digit by digit. Times in ms
-- and counters are numbers.
--
-- An error in the middle would leave what was done before it. So the line of history comes before
-- the sums change: a server without memory, or that may not write, refuses it and all is as it was.
local call = redis.call
local BUDGETS, SCOPES, HOLDS, DEADLINES, SUSPENSE, HISTORY = unpack(KEYS, 1, 6)
local KEEP, PERIODS = ARGV[1], ARGV[2]
local NEVER = 9007199254740991

local function text(number)
  return string.format('%d', number)
end

local function negated(money)
  if string.sub(money, 1, 1) == '-' then return string.sub(money, 2) end
  return money == '0' and '0' or '-' .. money
end

-- Whether room, which may be below zero, is at least as much as money, which may not.
local function covers(room, money)
  if string.sub(room, 1, 1) == '-' then return false end
  if #room ~= #money then return #room > #money end
  return room >= money
end

local function add(field, money)
  call('HINCRBY', BUDGETS, field, money)
end

-- Field by field in few calls; unpack has a limit of its own.
local function fetch(fields)
  if #fields <= 1000 then
    return #fields == 0 and {} or call('HMGET', BUDGETS, unpack(fields))
  end
  local values = {}
  for from = 1, #fields, 1000 do
    local some = call('HMGET', BUDGETS, unpack(fields, from, math.min(from + 999, #fields)))
    for i = 1, #some do values[from + i - 1] = some[i] end
  end
  return values
end

-- The sum of two amounts by the server's integers; nil if it leaves their range.
local function sum(first, second)
  call('HSET', BUDGETS, 'x', first)
  local done = redis.pcall('HINCRBY', BUDGETS, 'x', second)
  if type(done) == 'table' then return nil end
  return call('HGET', BUDGETS, 'x')
end

-- The ledger's time: the server's, but it stands still while that goes back.
local now, last = 0, 0
local function open(latest, line)
  local time = call('TIME')
  now = math.max(tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000),
    tonumber(latest or 0))
  last = tonumber(line or 0)
end

local function begin()
  local seen = call('HMGET', BUDGETS, 't', 'q')
  open(seen[1], seen[2])
end

-- Called once, when something was done.
local function close()
  call('HSET', BUDGETS, 't', text(now), 'q', text(last))
end

local function line(kind, at, id, scopes, amount, charged, origin, budget)
  last = last + 1
  call('XADD', HISTORY, 'MAXLEN', '~', KEEP, text(now) .. '-' .. text(last), 'k', kind,
    't', text(at), 'i', id, 's', scopes, 'a', amount, 'c', charged, 'o', origin, 'b', budget)
end

-- A limit as it stands under N:c. Of a calendar window, from and to are its bounds; of a rolling
-- one its length and that of a slice.
local function limit(number, config)
  local most, from, to, window, percents, scope =
    string.match(config, '^(%d+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
  return { number = number, config = config, most = most, from = tonumber(from), to = tonumber(to),
    window = window, kind = string.sub(window, 1, 1), percents = percents, scope = scope }
end

local function configured(most, from, to, window, percents, scope)
  return table.concat({ most, text(from), text(to), window, percents, scope }, ' ')
end

local function split(list)
  local parts = {}
  if list and list ~= '-' then
    for part in string.gmatch(list, '[^,]+') do parts[#parts + 1] = part end
  end
  return parts
end

-- Limits by their numbers, with room, warnings and slices; those taken away are left out.
local function limits(numbers)
  local fields = {}
  for _, n in ipairs(numbers) do
    local at = #fields
    fields[at + 1], fields[at + 2], fields[at + 3], fields[at + 4] =
      n .. ':c', n .. ':r', n .. ':w', n .. ':i'
  end
  local values, found = fetch(fields), {}
  for i, n in ipairs(numbers) do
    local config = values[4 * i - 3]
    if config then
      local each = limit(n, config)
      each.room, each.warn, each.slices = values[4 * i - 2], values[4 * i - 1], values[4 * i]
      found[#found + 1] = each
    end
  end
  return found
end

-- Money that left a rolling window stands on it no more.
local function prune(each)
  if each.kind ~= 'R' or not each.slices or each.slices == '' then return end
  local rest = each.slices
  while true do
    local oldest = string.match(rest, '^%d+')
    if not oldest or now - tonumber(oldest) < each.from then break end
    local spent, over = each.number .. ':s:' .. oldest, each.number .. ':o:' .. oldest
    local gone = call('HMGET', BUDGETS, spent, over)
    add(each.number .. ':s', negated(gone[1]))
    add(each.number .. ':r', gone[1])
    if gone[2] then add(each.number .. ':o', negated(gone[2])) end
    call('HDEL', BUDGETS, spent, over)
    rest = string.gsub(rest, '^%d+ ?', '')
  end
  if rest ~= each.slices then
    each.slices = rest
    call('HSET', BUDGETS, each.number .. ':i', rest, 't', text(now))
    each.room = call('HGET', BUDGETS, each.number .. ':r')
  end
end

-- Enters the present window of a calendar; false if the client has yet to say how long it is.
local function enter(each)
  if now < each.to then return true end
  for number, from, to in string.gmatch(PERIODS, '(%d+),(%-?%d+),(%-?%d+)') do
    if number == each.number and tonumber(from) <= now and now < tonumber(to) then
      each.from, each.to = tonumber(from), tonumber(to)
      each.room = each.most
      each.config =
        configured(each.most, each.from, each.to, each.window, each.percents, each.scope)
      local n = each.number
      call('HSET', BUDGETS, n .. ':c', each.config, n .. ':r', each.most, n .. ':s', '0',
        n .. ':u', '0', n .. ':o', '0', 't', text(now))
      return true
    end
  end
  return false
end

-- Brings limits up to now; else what the client must be asked for: "clock", time, number, window...
local function advance(all)
  local asked = nil
  for _, each in ipairs(all) do
    if each.kind == 'R' then
      prune(each)
    elseif each.kind ~= 'T' and not enter(each) then
      asked = asked or { 'clock', text(now) }
      asked[#asked + 1], asked[#asked + 2] = each.number, each.window
    end
  end
  return asked
end

-- A hold: H in flight, S suspended by its owner, X by its lifetime, E ended.
local function unpacked(id, record)
  local hold = { id = id }
  hold.state, hold.asked, hold.amount, hold.reserved, hold.deadline, hold.since, hold.limits,
    hold.scopes, hold.nonces, hold.origin =
    string.match(record, '^(%a) (%d+) (%d+) (%d+) (%d+) (%d+) (%S+) (%S+) (%S+) (.*)$')
  return hold
end

local function packed(hold)
  return table.concat({ hold.state, hold.asked, hold.amount, hold.reserved, hold.deadline,
    hold.since, hold.limits, hold.scopes, hold.nonces, hold.origin }, ' ')
end

-- The limits on which a hold counts: of calendar windows, those it was reserved in and that last.
local function counted(hold)
  local counts = {}
  for _, each in ipairs(limits(split(hold.limits))) do
    if each.kind == 'T' or each.kind == 'R'
      or tonumber(hold.reserved) >= each.from and now < each.to then
      counts[#counts + 1] = each
    end
  end
  return counts
end

-- Into suspense, or out of it again.
local function shift(hold, money)
  for _, each in ipairs(counted(hold)) do
    add(each.number .. ':u', money)
  end
end

local function intoSuspense(hold, state, since, kind)
  line(kind, since, hold.id, hold.scopes, hold.amount, '0', '', '')
  call('ZADD', SUSPENSE, text(since), hold.id)
  call('ZREM', DEADLINES, hold.id)
  shift(hold, hold.amount)
  hold.state, hold.since = state, text(since)
  call('HSET', HOLDS, hold.id, packed(hold))
end

-- Puts holds whose lifetime is over into suspense; returns whether there may be more of them.
local function sweep(most)
  local due = call('ZRANGEBYSCORE', DEADLINES, '-inf', text(now), 'LIMIT', '0', text(most))
  for _, id in ipairs(due) do
    local hold = unpacked(id, call('HGET', HOLDS, id))
    intoSuspense(hold, 'X', tonumber(hold.deadline), 'EXPIRED')
  end
  if #due > 0 then close() end
  return #due == most
end

-- A hold that has not ended, as of now; nil if there is none.
local function find(id)
  local record = call('HGET', HOLDS, id)
  if not record then return nil end
  local hold = unpacked(id, record)
  if hold.state == 'H' and tonumber(hold.deadline) <= now then
    intoSuspense(hold, 'X', tonumber(hold.deadline), 'EXPIRED')
    close()
  end
  return hold
end

-- What a step on a hold that ended is told; its own repetition hears that it was made.
local function over(key, id, nonce)
  local record = call('GET', key)
  if not record then return { 'UNKNOWN' } end
  local made = string.find(unpacked(id, record).nonces, nonce, 1, true)
  return { made and 'APPLIED' or 'ALREADY_ENDED' }
end

-- Figures of a refusal by the first limit without room, counted; nil if all have it.
local function refusal(all, money)
  for _, each in ipairs(all) do
    if not covers(each.room, money) then
      add(each.number .. ':f', '1')
      local n = each.number
      local stands = call('HMGET', BUDGETS, n .. ':s', n .. ':u', n .. ':r')
      return { 'refused', each.config, stands[1], stands[2], stands[3] }
    end
  end
  return nil
end

-- Appends the limits of which a share was reached now: what each is, the share, the room left.
local function warn(all, answer)
  local armed, fields = {}, {}
  for _, each in ipairs(all) do
    if each.warn and each.warn ~= '' then
      armed[#armed + 1], fields[#fields + 1] = each, each.number .. ':r'
    end
  end
  for i, room in ipairs(fetch(fields)) do
    local each, reached = armed[i], nil
    local again = each.kind == 'T' and NEVER or each.kind == 'R' and now + each.from or each.to
    local shares = string.gsub(each.warn, '(%d+):(%d+):(%d+)', function(percent, at, from)
      local below = string.sub(room, 1, 1) == '-' or covers(at, room)
      if not below or now < tonumber(from) then return nil end
      reached = percent
      return percent .. ':' .. at .. ':' .. text(again)
    end)
    if reached then
      call('HSET', BUDGETS, each.number .. ':w', shares)
      answer[#answer + 1], answer[#answer + 2], answer[#answer + 3] = each.config, reached, room
    end
  end
  return answer
end

