"""What Valkey does with a running stream in one breath: Lua, so that two workers never half agree.

Every script reads the time from Valkey itself, the one clock of all processes and machines. A stream is the hash
`live:<id>` (see `board.Standing`), beside it `:bars`, `:threads` and `:moods` by index. `live:due` holds when each
wants its next turn, `live:all` and `live:of:<owner>` when each is forgotten unless somebody listens.
"""

from typing import Final

_OPENING: Final = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1e6
local clock = string.format('%.6f', now)
local key = 'live:' .. ARGV[1]
local function at(moment) return string.format('%.6f', moment) end
"""

TIME: Final = _OPENING + "return clock"

OPEN: Final = (
    _OPENING
    + """
local owner, silence = ARGV[2], tonumber(ARGV[8])
local mine = 'live:of:' .. owner
redis.call('ZREMRANGEBYSCORE', 'live:all', '-inf', clock)
redis.call('ZREMRANGEBYSCORE', mine, '-inf', clock)
if redis.call('ZCARD', mine) >= tonumber(ARGV[6]) then return 'user' end
if redis.call('ZCARD', 'live:all') >= tonumber(ARGV[7]) then return 'server' end
redis.call('HSET', key, 'owner', owner, 'order', ARGV[3], 'state', 'starting', 'heard', clock, 'seq', 0, 'next', 0,
  'ahead', '[]', 'late', 0, 'steered', 0, 'version', 0,
  'key', ARGV[9], 'likeness', ARGV[10],
  'wishes', cjson.encode({{0, ARGV[4], ARGV[5]}}))
redis.call('ZADD', 'live:all', at(now + silence), ARGV[1])
redis.call('ZADD', mine, at(now + silence), ARGV[1])
return clock
"""
)

WAKE: Final = _OPENING + "return redis.call('ZADD', 'live:due', clock, ARGV[1])"

MOODS: Final = _OPENING + "return redis.call('HGETALL', key .. ':moods')"

STEER: Final = (
    _OPENING
    + """
local found = redis.call('HMGET', key, 'owner', 'state', 'ahead', 'next', 'wishes', 'until', 'steered')
if found[1] ~= ARGV[2] or found[2] == 'ended' then return false end
local ahead, wishes = cjson.decode(found[3]), cjson.decode(found[5])
local index, reach = tonumber(found[4]), now + tonumber(ARGV[5])
for place = #ahead, 1, -1 do
  if tonumber(ahead[place][2]) >= reach then index = ahead[place][1] end
end
local first = #ahead > 0 and ahead[1][1] or tonumber(found[4])
local kept, floor = {}, nil
for _, wish in ipairs(wishes) do
  if wish[1] < index then
    if wish[1] <= first then floor = wish else kept[#kept + 1] = wish end
  end
end
if floor then table.insert(kept, 1, floor) end
kept[#kept + 1] = {index, ARGV[3], ARGV[4]}
redis.call('HSET', key, 'wishes', cjson.encode(kept))
redis.call('HINCRBY', key, 'seq', 1)
local busy = found[6] and tonumber(found[6]) > now
local due = math.max(now, tonumber(found[7]) + tonumber(ARGV[6]))
if not busy then redis.call('ZADD', 'live:due', 'LT', at(due), ARGV[1]) end
return {index, clock, (not busy and due <= now) and 1 or 0}
"""
)
"""The newest mood, for the first bar that it can still reach; those before keep the newest of their own time."""

HEAR: Final = (
    _OPENING
    + """
local playing = {}
for place = 2, #ARGV do
  local stream = 'live:' .. ARGV[place]
  local found = redis.call('HMGET', stream, 'owner', 'state')
  if found[1] and found[2] ~= 'ended' then
    playing[#playing + 1] = ARGV[place]
    redis.call('HSET', stream, 'heard', clock)
    redis.call('ZADD', 'live:all', at(now + tonumber(ARGV[1])), ARGV[place])
    redis.call('ZADD', 'live:of:' .. found[1], at(now + tonumber(ARGV[1])), ARGV[place])
  end
end
return playing
"""
)

DUE: Final = (
    _OPENING
    + """
local found = redis.call('ZRANGEBYSCORE', 'live:due', '-inf', clock, 'LIMIT', 0, 50)
for _, id in ipairs(found) do redis.call('ZADD', 'live:due', at(now + tonumber(ARGV[2])), id) end
return {found, redis.call('EXISTS', 'live:due')}
"""
)
"""Whose turn it is. Whoever asks sends for them; if nobody comes for one it is due again after the takeover time."""

CLAIM: Final = (
    _OPENING
    + """
local found = redis.call('HMGET', key, 'state', 'until', 'holder')
if not found[1] or found[1] == 'ended' then redis.call('ZREM', 'live:due', ARGV[1]) return false end
if found[2] and tonumber(found[2]) > now then return false end
local due = redis.call('ZSCORE', 'live:due', ARGV[1])
if due and tonumber(due) > now + tonumber(ARGV[3]) then return false end
redis.call('HSET', key, 'holder', ARGV[2], 'until', at(now + tonumber(ARGV[3])))
redis.call('ZADD', 'live:due', at(now + tonumber(ARGV[3])), ARGV[1])
local moods = {}
for _, index in ipairs(redis.call('HKEYS', key .. ':bars')) do
  moods[#moods + 1] = index
  moods[#moods + 1] = redis.call('HGET', key .. ':moods', index)
end
return {clock, found[3] and 1 or 0, redis.call('HGETALL', key), redis.call('HGETALL', key .. ':bars'), moods}
"""
)
"""Take the turn for as long as the lease; the second value says that somebody before never gave it back.

False when somebody is at it, and when nothing is due: who was sent for twice comes too late.
"""

THREAD: Final = _OPENING + "return redis.call('HGET', key .. ':threads', ARGV[2])"

COMMIT: Final = (
    _OPENING
    + """
local index, starts = tonumber(ARGV[3]), tonumber(ARGV[4])
local found = redis.call('HMGET', key, 'version', 'ahead', 'next', 'state')
if found[1] ~= ARGV[10] or found[4] == 'ended' then return false end
for later = index + 1, tonumber(found[3]) do
  redis.call('HDEL', key .. ':bars', later)
  redis.call('HDEL', key .. ':moods', later)
  redis.call('HDEL', key .. ':threads', later + 1)
end
redis.call('HSET', key .. ':bars', index, ARGV[5])
redis.call('HSET', key .. ':moods', index, ARGV[6])
redis.call('HSET', key .. ':threads', index + 1, ARGV[7])
local ahead = {}
for _, bar in ipairs(cjson.decode(found[2])) do
  if bar[1] < index and tonumber(bar[2]) > now then ahead[#ahead + 1] = bar end
end
ahead[#ahead + 1] = {index, ARGV[4]}
local first = ahead[1][1]
for old = first - 2, first - 8, -1 do
  redis.call('HDEL', key .. ':threads', old)
  redis.call('HDEL', key .. ':bars', old - tonumber(ARGV[9]))
end
redis.call('HSET', key, 'ahead', cjson.encode(ahead), 'next', index + 1, 'state', 'running',
  'holder', ARGV[2], 'until', at(now + tonumber(ARGV[8])))
redis.call('HINCRBY', key, 'version', 1)
for place = 11, #ARGV, 2 do redis.call('HSET', key, ARGV[place], ARGV[place + 1]) end
redis.call('ZADD', 'live:due', at(now + tonumber(ARGV[8])), ARGV[1])
return {clock, redis.call('HGET', key, 'seq'), redis.call('HGET', key, 'wishes')}
"""
)
"""Put a bar down, and with it everything that is known for going on from it. False when somebody else was faster.

Whoever writes first is right, in turn or not: so a machine that is slow for a while gets on, if slowly.
"""

RENEW: Final = (
    _OPENING
    + """
local found = redis.call('HMGET', key, 'holder', 'state')
if found[1] ~= ARGV[2] or found[2] == 'ended' then return 0 end
redis.call('HSET', key, 'until', at(now + tonumber(ARGV[3])))
redis.call('ZADD', 'live:due', at(now + tonumber(ARGV[3])), ARGV[1])
return 1
"""
)
"""Still at it."""

STUMBLE: Final = (
    _OPENING
    + """
if redis.call('EXISTS', key) == 0 then return 0 end
return redis.call('HINCRBY', key, 'stumbles', 1)
"""
)
"""A turn failed; how often in a row."""

RELEASE: Final = (
    _OPENING
    + """
local found = redis.call('HMGET', key, 'holder', 'seq')
if found[1] ~= ARGV[2] then return 0 end
local steered = found[2] ~= ARGV[3]
redis.call('HDEL', key, 'holder', 'until')
redis.call('ZADD', 'live:due', steered and clock or ARGV[4], ARGV[1])
return steered and 1 or 0
"""
)
"""Give the turn back until it is due again; at once, if a mood came that was not seen."""

FINISH: Final = (
    _OPENING
    + """
local found = redis.call('HMGET', key, 'owner', 'state', 'next', 'ahead')
if not found[1] or found[2] == 'ended' then return false end
local played = tonumber(found[3])
for _, bar in ipairs(cjson.decode(found[4])) do
  if tonumber(bar[2]) > now and bar[1] < played then played = bar[1] end
end
redis.call('HSET', key, 'state', 'ended', 'reason', ARGV[2], 'ended', clock, 'played', played)
redis.call('HDEL', key, 'holder', 'until')
redis.call('ZREM', 'live:due', ARGV[1])
redis.call('ZREM', 'live:all', ARGV[1])
redis.call('ZREM', 'live:of:' .. found[1], ARGV[1])
for _, part in ipairs({'', ':bars', ':threads', ':moods'}) do redis.call('EXPIRE', key .. part, ARGV[3]) end
return {clock, played, redis.call('HGETALL', key .. ':moods'), redis.call('HGET', key, 'opening')}
"""
)
"""End it, once: what was played of it is settled by the clock."""

LOOK: Final = (
    _OPENING
    + """
return {clock, redis.call('HGETALL', key), redis.call('HGETALL', key .. ':bars')}
"""
)
