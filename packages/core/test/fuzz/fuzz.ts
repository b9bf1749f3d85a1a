import { validateHeaderValue } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DEFAULT_LIMITS } from '../../src/config.js'
import { decodePayload } from '../../src/events/payload.js'
import { NO_FILTERS } from '../../src/ingest/filters/index.js'
import { type Prepared, prepareRecord } from '../../src/ingest/prepare.js'
import { createScrubber, DEFAULT_SCRUB_RULES } from '../../src/ingest/scrub/index.js'
import type { IngestBuffer, IngestRecord } from '../../src/ports/runtime.js'
import { aWorld, send, type World } from '../ingest-world.js'
import { type FuzzCase, fuzzCase } from './cases.js'

export interface FuzzReport {
  readonly cases: number
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<number, number>>
  readonly events: number
  /** What must never happen, each with the number of its case. */
  readonly faults: readonly string[]
  /** The case that took longest, as the best of three runs. */
  readonly slowest: { readonly index: number; readonly ms: number; readonly bytes: number; readonly regex: string }
  /** How much more memory is in use afterwards than before, garbage collected. */
  readonly grownMiB: number
  readonly peakRssMiB: number
}

const OPTIONS = {
  limits: DEFAULT_LIMITS,
  hooks: {},
  scrub: createScrubber(DEFAULT_SCRUB_RULES),
  filters: NO_FILTERS,
}
const MAX_FAULTS = 20

/** Sends the cases `from` to `from + cases - 1` of a seed through the real door and everything before the storage. */
export async function fuzz(plan: { seed: number; cases: number; from?: number }): Promise<FuzzReport> {
  const { seed, cases, from = 0 } = plan
  const { world, kept } = await aKeepingWorld()
  const statuses: Record<number, number> = {}
  const faults: string[] = []
  const slow: { index: number; ms: number }[] = []
  let events = 0
  let peakRss = 0
  await once(world, kept, fuzzCase(seed, from))
  const before = usedMiB()
  for (let index = from; index < from + cases && faults.length < MAX_FAULTS; index++) {
    const one = fuzzCase(seed, index)
    const found = await once(world, kept, one)
    statuses[found.status] = (statuses[found.status] ?? 0) + 1
    events += found.prepared?.events.length ?? 0
    faults.push(...found.faults.map((fault) => `seed ${seed} case ${index} (${one.kind}): ${fault}`))
    slow.push({ index, ms: found.ms })
    if (slow.length > 40) slow.sort((left, right) => right.ms - left.ms).splice(5)
    peakRss = Math.max(peakRss, process.memoryUsage.rss())
  }
  const grownMiB = usedMiB() - before
  const slowest = await slowestOf(world, kept, slow, (index) => fuzzCase(seed, index))
  return { cases, statuses, events, faults, slowest, grownMiB, peakRssMiB: peakRss / MiB }
}

const MiB = 1024 * 1024

/** A door whose buffer keeps only the last record. */
async function aKeepingWorld() {
  const kept: IngestRecord[] = []
  const append: IngestBuffer['append'] = async (record) => {
    kept[0] = record
  }
  const { buffer } = await aWorld()
  return { world: await aWorld({ buffer: { ...buffer, append } }), kept }
}

interface Found {
  readonly status: number
  readonly prepared: Prepared | null
  readonly faults: readonly string[]
  readonly ms: number
}

async function once(world: World, kept: IngestRecord[], one: FuzzCase): Promise<Found> {
  const { kind, headers, body } = one
  kept.length = 0
  world.heard.length = 0
  world.logged.length = 0
  const startedAt = performance.now()
  let status = 0
  let prepared: Prepared | null = null
  const faults: string[] = []
  try {
    const response = await send(world, { kind, headers, body })
    status = response.status
    faults.push(...faultsOfAnswer(response))
    const record = kept[0]
    if (record !== undefined) prepared = prepareRecord(record, OPTIONS)
  } catch (error) {
    faults.push(`threw ${error instanceof Error ? error.stack : String(error)}`)
  }
  const ms = performance.now() - startedAt
  for (const { message, fields } of world.logged)
    faults.push(`logged ${message} ${String((fields as { error?: unknown })?.error)}`)
  if (prepared !== null) faults.push(...faultsOf(prepared, one))
  if (({} as { polluted?: unknown }).polluted !== undefined) faults.push('polluted a prototype')
  return { status, prepared, faults, ms }
}

const ANSWERS = new Set([200, 201, 400, 413, 422])

function faultsOfAnswer({ status, headers }: { status: number; headers: Readonly<Record<string, unknown>> }): string[] {
  const faults = ANSWERS.has(status) ? [] : [`answered ${status}`]
  if (headers['access-control-allow-origin'] !== '*') faults.push('answered without CORS')
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderValue(name, String(value))
    } catch {
      faults.push(`answered a header ${name} that cannot be sent`)
    }
  }
  return faults
}

function faultsOf(prepared: Prepared, { intact }: FuzzCase): string[] {
  const faults: string[] = []
  const ids = new Set(prepared.events.map(({ eventId }) => eventId))
  for (const id of intact) if (!ids.has(id)) faults.push(`lost the sibling ${id}`)
  for (const { kind, row } of prepared.items)
    if (!isSound(row)) faults.push(`stored a ${kind} with a time or number that is none`)
  for (const event of prepared.events) {
    if (event.title === '') faults.push('stored an event without a title')
    if (event.hashes.length === 0) faults.push('stored an event without a hash')
    if (!Number.isFinite(event.timestamp.getTime())) faults.push('stored an event without a time')
    const { payload, payloadEncoding, ...columns } = event
    if (!isClean(columns) || !isClean(decodePayload({ payload, payloadEncoding })))
      faults.push('stored text that PostgreSQL would refuse')
  }
  return faults
}

/** Whether every time and every number in it is one. */
function isSound(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (value instanceof Date) return Number.isFinite(value.getTime())
  return typeof value !== 'object' || value === null || Object.values(value).every(isSound)
}

/** No NUL and no half of a character anywhere. */
function isClean(value: unknown): boolean {
  if (typeof value === 'string')
    return !value.includes('\0') && (value as { isWellFormed?(): boolean }).isWellFormed?.() !== false
  if (typeof value !== 'object' || value === null || value instanceof Date) return true
  return Object.entries(value).every(([key, inner]) => isClean(key) && isClean(inner))
}

async function slowestOf(
  world: World,
  kept: IngestRecord[],
  slow: readonly { index: number; ms: number }[],
  caseOf: (index: number) => FuzzCase,
): Promise<FuzzReport['slowest']> {
  let slowest = { index: -1, ms: 0, bytes: 0, regex: '' }
  for (const { index } of [...slow].sort((left, right) => right.ms - left.ms).slice(0, 5)) {
    const one = caseOf(index)
    const runs = [await once(world, kept, one), await once(world, kept, one), await once(world, kept, one)]
    const ms = Math.min(...runs.map((run) => run.ms))
    if (ms > slowest.ms)
      slowest = { index, ms, bytes: one.body.length, regex: await slowestRegex(() => once(world, kept, one)) }
  }
  return slowest
}

/**
 * The expression that took most of the processor in one call; of three runs the quickest. By the clock every expression is slow
 * at times on a machine that has other work.
 */
async function slowestRegex(task: () => Promise<unknown>): Promise<string> {
  const runs = [await timed(task), await timed(task), await timed(task)]
  const { ms, source } = runs.reduce((least, run) => (run.ms < least.ms ? run : least))
  return `${ms.toFixed(1)} ms in ${source}`
}

async function timed(task: () => Promise<unknown>): Promise<{ ms: number; source: string }> {
  const { exec } = RegExp.prototype
  let worst = { ms: 0, source: 'none' }
  RegExp.prototype.exec = function watched(this: RegExp, text: string) {
    const before = process.cpuUsage()
    const found = exec.call(this, text)
    const { user, system } = process.cpuUsage(before)
    const ms = (user + system) / 1000
    if (ms > worst.ms)
      worst = { ms, source: `/${this.source.slice(0, 80)}/${this.flags} on ${String(text).length} characters` }
    return found
  }
  try {
    await task()
  } finally {
    RegExp.prototype.exec = exec
  }
  return worst
}

function usedMiB(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / MiB
}
