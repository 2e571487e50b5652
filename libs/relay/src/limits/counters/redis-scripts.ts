import { SLOTS_PER_WINDOW } from './limit-store';

/*
 * The rules of MemoryLimitStore for all nodes together. A counter of amounts is a hash, slot → amount; a counter of places is a
 * sorted set, call → end of its lease. The server's clock, so that those of the nodes need not agree. Amounts stay below 2^53,
 * up to where Lua's numbers are exact; they are written from the texts that the node sent. A server's clock that was set back would
 * keep what it counted before until it is there again: that counts from now on instead.
 */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function slot_at(width)
  if width == 0 then return 0 end
  return math.floor(now / width)
end
local function text(number) return string.format('%.0f', number) end
`;

/**
 * KEYS: counters. ARGV: call id, lease, then for each counter kind, limit, amount, slot width, time to live, milliseconds to the end
 * of its period. Returns 1 or 0 for allowed, now, then for each counter used, reset, wait (-1 = the amount is above the limit).
 */
export const TAKE = `${NOW}
local call, lease = ARGV[1], tonumber(ARGV[2])
local PLACE_WAIT = 1000
local reply = { 1, now }
for i, key in ipairs(KEYS) do
  local at = 2 + (i - 1) * 6
  local kind, limit, amount = ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local width, left = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 6])
  local used, reset, wait = 0, 0, 0
  if kind == 'place' then
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
    for _, ahead in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. text(now + lease), '+inf')) do
      redis.call('ZADD', key, now + lease, ahead)
    end
    used = redis.call('ZCARD', key)
    if used + amount > limit then wait = PLACE_WAIT end
  else
    local slots, ahead = {}, {}
    local current = slot_at(width)
    local oldest = current - ${SLOTS_PER_WINDOW}
    local fields = redis.call('HGETALL', key)
    for f = 1, #fields, 2 do
      local slot, held = tonumber(fields[f]), tonumber(fields[f + 1])
      if width > 0 and slot < oldest then
        redis.call('HDEL', key, fields[f])
      elseif held > 0 then
        used = used + held
        slots[#slots + 1] = { math.min(slot, current), held }
        if slot > current then ahead[#ahead + 1] = fields[f] end
      end
    end
    for _, field in ipairs(ahead) do
      redis.call('HINCRBY', key, text(current), redis.call('HGET', key, field))
      redis.call('HDEL', key, field)
    end
    local function ends(slot)
      if width == 0 then return left end
      return (slot + ${SLOTS_PER_WINDOW} + 1) * width - now
    end
    local needed = used + amount - limit
    if needed > 0 then
      table.sort(slots, function(a, b) return a[1] < b[1] end)
      for _, s in ipairs(slots) do
        needed = needed - s[2]
        wait = math.max(1, ends(s[1]))
        if needed <= 0 then break end
      end
    end
    local newest = -1
    for _, s in ipairs(slots) do newest = math.max(newest, s[1]) end
    if newest >= 0 then reset = ends(newest) end
  end
  if amount > limit then wait = -1 end
  if wait ~= 0 then reply[1] = 0 end
  reply[#reply + 1] = used
  reply[#reply + 1] = reset
  reply[#reply + 1] = wait
end
if reply[1] == 0 then return reply end
for i, key in ipairs(KEYS) do
  local at = 2 + (i - 1) * 6
  local width, ttl = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  if ARGV[at + 1] == 'place' then
    redis.call('ZADD', key, now + lease, call)
    redis.call('PEXPIRE', key, lease + 1000)
  else
    redis.call('HINCRBY', key, text(slot_at(width)), ARGV[at + 3])
    redis.call('PEXPIRE', key, ttl)
    reply[2 + (i - 1) * 3 + 2] = width == 0 and tonumber(ARGV[at + 6]) or (slot_at(width) + ${SLOTS_PER_WINDOW} + 1) * width - now
  end
  reply[2 + (i - 1) * 3 + 1] = reply[2 + (i - 1) * 3 + 1] + tonumber(ARGV[at + 3])
end
return reply
`;

/**
 * KEYS: counters. ARGV: call id, time of the take, then for each counter kind, delta (negative = was too much), slot width, time to
 * live.
 */
export const CLOSE = `${NOW}
local call, taken = ARGV[1], tonumber(ARGV[2])
for i, key in ipairs(KEYS) do
  local at = 2 + (i - 1) * 4
  local delta, width = ARGV[at + 2], tonumber(ARGV[at + 3])
  if ARGV[at + 1] == 'place' then
    redis.call('ZREM', key, call)
  elseif tonumber(delta) < 0 then
    local slot = width == 0 and 0 or math.floor(taken / width)
    if redis.call('HEXISTS', key, text(slot)) == 0 then
      -- A slot that was brought back is part of the newest.
      local newest = -1
      for _, field in ipairs(redis.call('HKEYS', key)) do newest = math.max(newest, tonumber(field)) end
      slot = math.min(slot, newest)
    end
    local held = tonumber(redis.call('HGET', key, text(slot)) or '0')
    if held + tonumber(delta) < 0 then delta = text(-held) end
    if held > 0 then redis.call('HINCRBY', key, text(slot), delta) end
  elseif tonumber(delta) > 0 then
    redis.call('HINCRBY', key, text(slot_at(width)), delta)
    redis.call('PEXPIRE', key, ARGV[at + 4])
  end
end
return 1
`;

/** KEYS: counters of places, one for each place. ARGV: lease, then the call that has it. Puts back what Redis has forgotten. */
export const RENEW = `${NOW}
local lease = tonumber(ARGV[1])
for i, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + lease, ARGV[i + 1])
  redis.call('PEXPIRE', key, lease + 1000)
end
return 1
`;
