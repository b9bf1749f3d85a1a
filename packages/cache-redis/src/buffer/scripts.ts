import { createHash } from 'node:crypto'
import type { RedisStreamClient } from './client.js'

/**
 * KEYS: stream, byte counter. ARGV: most records, most bytes, record's head, record's body.
 * Only bodies count as bytes. Answers 1, or 0 when a limit is reached: nothing was added then.
 */
const APPEND = script(`
local size = #ARGV[4]
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
if tonumber(redis.call('GET', KEYS[2]) or '0') + size > tonumber(ARGV[2]) then return 0 end
redis.call('XADD', KEYS[1], '*', 'h', ARGV[3], 'b', ARGV[4])
redis.call('INCRBY', KEYS[2], size)
return 1
`)

/**
 * KEYS: stream, byte counter, records aside. ARGV: as for APPEND, and the id of the record aside.
 * Answers 1; 2 when it is not there any more, and 0 when a limit is reached: nothing was moved then.
 */
const MOVE_BACK = script(`
local size = #ARGV[4]
if #redis.call('XRANGE', KEYS[3], ARGV[5], ARGV[5]) == 0 then return 2 end
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
if tonumber(redis.call('GET', KEYS[2]) or '0') + size > tonumber(ARGV[2]) then return 0 end
redis.call('XADD', KEYS[1], '*', 'h', ARGV[3], 'b', ARGV[4])
redis.call('INCRBY', KEYS[2], size)
redis.call('XDEL', KEYS[3], ARGV[5])
return 1
`)

/** KEYS: records aside. ARGV: about how many at most, head, body. Answers how many of the oldest went. */
const SET_ASIDE = script(`
local before = redis.call('XLEN', KEYS[1])
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'h', ARGV[2], 'b', ARGV[3])
return before + 1 - redis.call('XLEN', KEYS[1])
`)

/** KEYS: stream, byte counter. ARGV: group, bytes, ids. A second call for the same ids takes no bytes off again. */
const DONE = script(`
local ids = {unpack(ARGV, 3)}
redis.call('XACK', KEYS[1], ARGV[1], unpack(ids))
if redis.call('XDEL', KEYS[1], unpack(ids)) > 0 then redis.call('DECRBY', KEYS[2], ARGV[2]) end
if redis.call('XLEN', KEYS[1]) == 0 then redis.call('SET', KEYS[2], 0) end
return 1
`)

/**
 * KEYS: stream. ARGV: group, consumer, idle time. Everything that this consumer holds looks as if it had been idle for so
 * long, also what came over a connection that is gone; a consumer that holds nothing is forgotten.
 */
const LEAVE = script(`
local pending = redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 100000, ARGV[2])
for _, entry in ipairs(pending) do
  redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, entry[1], 'IDLE', ARGV[3], 'JUSTID')
end
if #pending == 0 then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2]) end
return #pending
`)

/**
 * KEYS: stream. ARGV: group, idle time. Forgets consumers that were idle for as long and hold nothing; in one step, for
 * what a consumer holds is lost with it. One that is alive after all is known again with its next read.
 */
const FORGET = script(`
for _, fields in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #fields, 2 do consumer[fields[i]] = fields[i + 1] end
  if consumer.pending == 0 and consumer.idle >= tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
  end
end
return 1
`)

interface Script {
  readonly text: string
  readonly sha: string
}

function script(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

/** False when the limits leave no room. */
export async function runAppend(
  client: RedisStreamClient,
  keys: { readonly stream: string; readonly bytes: string },
  limits: { readonly maxRecords: number; readonly maxBytes: number },
  record: { readonly head: string; readonly body: Buffer },
): Promise<boolean> {
  const answer = await run(
    client,
    APPEND,
    [keys.stream, keys.bytes],
    [String(limits.maxRecords), String(limits.maxBytes), record.head, record.body],
  )
  return answer === 1
}

/** Moves a record from aside to the end of the stream, in one step. */
export async function runMoveBack(
  client: RedisStreamClient,
  keys: { readonly stream: string; readonly bytes: string; readonly aside: string },
  limits: { readonly maxRecords: number; readonly maxBytes: number },
  record: { readonly head: string; readonly body: Buffer; readonly id: string },
): Promise<'moved' | 'gone' | 'full'> {
  const answer = await run(
    client,
    MOVE_BACK,
    [keys.stream, keys.bytes, keys.aside],
    [String(limits.maxRecords), String(limits.maxBytes), record.head, record.body, record.id],
  )
  if (answer === 1) return 'moved'
  return answer === 2 ? 'gone' : 'full'
}

/** How many of the oldest were lost to make room. */
export async function runSetAside(
  client: RedisStreamClient,
  aside: string,
  maxRecords: number,
  record: { readonly head: string; readonly body: Buffer },
): Promise<number> {
  return Number(await run(client, SET_ASIDE, [aside], [String(maxRecords), record.head, record.body]))
}

export async function runDone(
  client: RedisStreamClient,
  keys: { readonly stream: string; readonly bytes: string },
  group: string,
  done: { readonly ids: readonly string[]; readonly bytes: number },
): Promise<void> {
  await run(client, DONE, [keys.stream, keys.bytes], [group, String(done.bytes), ...done.ids])
}

export async function runLeave(
  client: RedisStreamClient,
  stream: string,
  consumer: { readonly group: string; readonly name: string; readonly idleMs: number },
): Promise<void> {
  await run(client, LEAVE, [stream], [consumer.group, consumer.name, String(consumer.idleMs)])
}

export async function runForget(
  client: RedisStreamClient,
  stream: string,
  idle: { readonly group: string; readonly idleMs: number },
): Promise<void> {
  await run(client, FORGET, [stream], [idle.group, String(idle.idleMs)])
}

async function run(
  client: RedisStreamClient,
  { text, sha }: Script,
  keys: readonly string[],
  args: readonly (string | Buffer)[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha, keys.length, ...keys, ...args)
  } catch (error) {
    // Redis tells its errors apart by their first word only.
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return client.eval(text, keys.length, ...keys, ...args)
  }
}
