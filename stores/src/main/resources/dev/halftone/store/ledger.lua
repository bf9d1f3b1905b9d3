-- Shared by all steps of the ledger; RedisKeys.java names the keys and fields, Script.java adds the
-- steps, so that a server holds one script.
--
-- Money is a decimal string here, because a number of Lua is a double and loses nano-dollars beyond
-- 2^53: it is added by sum or by HINCRBY, and compared digit by digit. Times in ms and counters are
-- numbers.
--
-- An error in the middle would leave what was done before it. So the line of history comes before
-- the sums change: a server without memory, or that may not write, refuses it and all is as it was.
--
-- Each call of Redis costs more than what is done here between two: read in one, write in one.
local call, sub, byte, match = redis.call, string.sub, string.byte, string.match
local BUDGETS, SCOPES, HOLDS, DEADLINES, SUSPENSE, HISTORY = unpack(KEYS, 1, 6)
local STEP, KEEP, PERIODS = ARGV[1], ARGV[2], ARGV[3]
local NEVER, BILLION, MINUS = 9007199254740991, 1000000000, byte('-')

local function text(number)
  return string.format('%d', number)
end

local function negated(money)
  if byte(money) == MINUS then return sub(money, 2) end
  return money == '0' and '0' or '-' .. money
end

-- Whether room, which may be below zero, is at least as much as money, which may not.
local function covers(room, money)
  if byte(room) == MINUS then return false end
  if #room ~= #money then return #room > #money end
  return room >= money
end

local function add(field, money)
  call('HINCRBY', BUDGETS, field, money)
end

-- Values of the fields of a list in few calls; unpack has a limit of its own.
local function fetch(fields, from)
  local first, last = from or 1, #fields
  if last < first then return {} end
  if last - first < 1000 then return call('HMGET', BUDGETS, unpack(fields, first, last)) end
  local values = {}
  for at = first, last, 1000 do
    local some = call('HMGET', BUDGETS, unpack(fields, at, math.min(at + 999, last)))
    for i = 1, #some do values[at - first + i] = some[i] end
  end
  return values
end

-- Money in two numbers: billions, and a rest of up to 15 digits, both with its sign.
local function halves(money)
  if #money < 16 then return 0, tonumber(money) end
  local high, low = tonumber(sub(money, 1, -10)), tonumber(sub(money, -9))
  return high, high < 0 and -low or low
end

-- The sum of an amount in halves and another, exact; nil if it is not within 63 bits and a sign.
local function total(high, low, money)
  local more, rest = halves(money)
  high, low = high + more, low + rest
  if high == 0 then return text(low) end
  rest = low % BILLION
  high = high + (low - rest) / BILLION
  local sign = ''
  if high < 0 then
    sign, high, rest = '-', -high, -rest
    if rest < 0 then high, rest = high - 1, rest + BILLION end
  end
  if high > 9223372036 or high == 9223372036 and rest > 854775807 then return nil end
  if high == 0 then return sign .. text(rest) end
  return string.format('%s%d%09d', sign, high, rest)
end

local function sum(first, second)
  local high, low = halves(first)
  return total(high, low, second)
end

-- The ledger's time: the server's, but it stands still while that goes back.
local now, stamp, last = 0, '0', 0
local function open(latest, line)
  local time = call('TIME')
  now = math.max(tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000),
    tonumber(latest or 0))
  stamp = text(now)
  last = tonumber(line or 0)
end

local function begin()
  local seen = call('HMGET', BUDGETS, 't', 'q')
  open(seen[1], seen[2])
end

-- Called once, when something was done, with what else it writes: field, value...
local function close(changed)
  local fields = changed or {}
  local n = #fields
  fields[n + 1], fields[n + 2], fields[n + 3], fields[n + 4] = 't', stamp, 'q', text(last)
  for from = 1, #fields, 1000 do
    call('HSET', BUDGETS, unpack(fields, from, math.min(from + 999, #fields)))
  end
end

local function line(kind, at, id, scopes, amount, charged, origin, budget)
  last = last + 1
  call('XADD', HISTORY, 'MAXLEN', '~', KEEP, stamp .. '-' .. text(last), 'k', kind,
    't', text(at), 'i', id, 's', scopes, 'a', amount, 'c', charged, 'o', origin, 'b', budget)
end

-- What a limit is, as it stands under N:c. Of a calendar window, from and to are its bounds; of a
-- rolling one its length and that of a slice. That of a total is read only where it is asked for.
local function described(each)
  if not each.config then each.config = call('HGET', BUDGETS, each.number .. ':c') end
  if not each.most then
    local from, to
    each.most, from, to, each.window, each.percents, each.scope =
      match(each.config, '^(%d+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
    each.from, each.to = tonumber(from), tonumber(to)
  end
  return each
end

local function configured(most, from, to, window, percents, scope)
  return table.concat({ most, text(from), text(to), window, percents, scope }, ' ')
end

-- Appends the parts of a list.
local function append(list, parts)
  if not list or list == '-' then return parts end
  if not string.find(list, ',', 1, true) then
    parts[#parts + 1] = list
    return parts
  end
  for part in string.gmatch(list, '[^,]+') do parts[#parts + 1] = part end
  return parts
end

local function split(list)
  return append(list, {})
end

-- Limits by their numbers, with room and what else is asked for: w, their warnings, or s, what was
-- spent. Unless they are totals, also with what they are and slices. Those taken away are left out.
local function limits(numbers, asked)
  local fields, at = {}, 0
  for _, n in ipairs(numbers) do
    fields[at + 1], fields[at + 2] = n, n .. ':' .. asked
    at = at + 2
    if sub(n, -1) ~= 'T' then
      fields[at + 1], fields[at + 2] = n .. ':c', n .. ':i'
      at = at + 2
    end
  end
  local values, found = fetch(fields), {}
  at = 0
  for _, n in ipairs(numbers) do
    local kind = sub(n, -1)
    local each = { number = n, kind = kind, room = values[at + 1], [asked] = values[at + 2] }
    at = at + 2
    if kind ~= 'T' then
      each.config, each.slices = values[at + 1], values[at + 2]
      at = at + 2
    end
    if each.room then found[#found + 1] = kind == 'T' and each or described(each) end
  end
  return found
end

-- Money that left a rolling window stands on it no more.
local function prune(each)
  if each.kind ~= 'R' or not each.slices or each.slices == '' then return end
  local rest = each.slices
  while true do
    local oldest = match(rest, '^%d+')
    if not oldest or now - tonumber(oldest) < each.from then break end
    local spent, over = each.number .. ':s:' .. oldest, each.number .. ':o:' .. oldest
    local gone = call('HMGET', BUDGETS, spent, over)
    add(each.number .. ':s', negated(gone[1]))
    add(each.number, gone[1])
    if gone[2] then add(each.number .. ':o', negated(gone[2])) end
    call('HDEL', BUDGETS, spent, over)
    rest = string.gsub(rest, '^%d+ ?', '')
  end
  if rest ~= each.slices then
    each.slices = rest
    call('HSET', BUDGETS, each.number .. ':i', rest, 't', stamp)
    local left = call('HMGET', BUDGETS, each.number, each.number .. ':s')
    each.room, each.s = left[1], left[2]
  end
end

-- Enters the present window of a calendar; false if the client has yet to say how long it is.
local function enter(each)
  if now < each.to then return true end
  for number, from, to in string.gmatch(PERIODS, '(%w+),(%-?%d+),(%-?%d+)') do
    if number == each.number and tonumber(from) <= now and now < tonumber(to) then
      each.from, each.to = tonumber(from), tonumber(to)
      each.room = each.most
      each.config =
        configured(each.most, each.from, each.to, each.window, each.percents, each.scope)
      local n = each.number
      call('HSET', BUDGETS, n .. ':c', each.config, n, each.most, n .. ':s', '0',
        n .. ':u', '0', n .. ':o', '0', 't', stamp)
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
      asked = asked or { 'clock', stamp }
      asked[#asked + 1], asked[#asked + 2] = each.number, each.window
    end
  end
  return asked
end

-- A hold: H in flight, S suspended by its owner, X by its lifetime, E ended.
local function unpacked(id, record)
  local state, asked, amount, reserved, deadline, since, numbers, scopes, nonces, origin =
    match(record, '^(%a) (%d+) (%d+) (%d+) (%d+) (%d+) (%S+) (%S+) (%S+) (.*)$')
  return { id = id, state = state, asked = asked, amount = amount, reserved = reserved,
    deadline = deadline, since = since, limits = numbers, scopes = scopes, nonces = nonces,
    origin = origin }
end

local function packed(hold)
  return hold.state .. ' ' .. hold.asked .. ' ' .. hold.amount .. ' ' .. hold.reserved .. ' '
    .. hold.deadline .. ' ' .. hold.since .. ' ' .. hold.limits .. ' ' .. hold.scopes .. ' '
    .. hold.nonces .. ' ' .. hold.origin
end

-- The limits on which a hold counts: of calendar windows, those it was reserved in and that last.
local function counted(hold, asked)
  local counts = {}
  for _, each in ipairs(limits(split(hold.limits), asked)) do
    if each.kind == 'T' or each.kind == 'R'
      or tonumber(hold.reserved) >= each.from and now < each.to then
      counts[#counts + 1] = each
    end
  end
  return counts
end

-- Into suspense, or out of it again.
local function shift(hold, money)
  for _, each in ipairs(counted(hold, 's')) do
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
  local due = call('ZRANGEBYSCORE', DEADLINES, '-inf', stamp, 'LIMIT', '0', text(most))
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
      local stands = call('HMGET', BUDGETS, n .. ':s', n .. ':u', n)
      return { 'refused', described(each).config, stands[1], stands[2], stands[3] }
    end
  end
  return nil
end

-- Takes money from the room of limits that have it; appends to what is changed.
local function take(all, money, changed)
  local high, low = halves(negated(money))
  for _, each in ipairs(all) do
    local at = #changed
    each.room = total(high, low, each.room)
    changed[at + 1], changed[at + 2] = each.number, each.room
  end
end

-- Appends to an answer the limits of which a share was reached now (what each is, the share, the
-- room left), and to what is changed that they were told.
local function warn(all, answer, changed)
  for _, each in ipairs(all) do
    if each.w and each.w ~= '' then
      local room, reached = each.room, nil
      local again = each.kind == 'T' and NEVER or each.kind == 'R' and now + each.from or each.to
      local shares = string.gsub(each.w, '(%d+):(%d+):(%d+)', function(percent, at, from)
        local below = byte(room) == MINUS or covers(at, room)
        if not below or now < tonumber(from) then return nil end
        reached = percent
        return percent .. ':' .. at .. ':' .. text(again)
      end)
      if reached then
        changed[#changed + 1], changed[#changed + 2] = each.number .. ':w', shares
        answer[#answer + 1], answer[#answer + 2], answer[#answer + 3] =
          described(each).config, reached, room
      end
    end
  end
  return answer
end
