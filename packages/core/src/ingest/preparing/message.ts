import type { Limits } from '../../config.js'
import type { NewEvent } from '../../ports/ingest.js'
import type { IngestRecord } from '../../ports/runtime.js'
import type { Prepared } from '../prepare.js'
import { type CompiledRules, compileProjectRules, type RuleSettings } from '../project-rules.js'
import type { ScrubRules } from '../scrub/index.js'
import type { PrepareJob, PrepareResult } from './preparer.js'

/** What a thread is told once, at its start. */
export interface ThreadAbout {
  readonly limits: Limits
  readonly scrubRules: ScrubRules
}

/** Jobs on their way to a thread. Functions cannot go there, so it compiles the rules again. */
export interface JobsMessage {
  readonly records: readonly (Omit<IngestRecord, 'body'> & { readonly size: number; readonly rules: number })[]
  readonly settings: readonly RuleSettings[]
  /** One after the other, in a buffer of their own that goes over without being copied. */
  readonly bodies: ArrayBuffer
}

/** Results on their way back. What is worked out only when it is asked for cannot go there and is worked out before. */
export type SentResult = { readonly fault: string } | { readonly prepared: SentPrepared }

interface SentPrepared extends Omit<Prepared, 'events'> {
  readonly events: readonly (Omit<NewEvent, 'earlierHashes'> & { readonly earlier?: readonly string[] })[]
}

/** `ready` comes once, before any results; `failed` where these cannot be made, or not be sent. */
export type ThreadMessage = 'ready' | readonly SentResult[] | { readonly failed: string }

export function packJobs(jobs: readonly PrepareJob[]): JobsMessage {
  const rulesAt = new Map<CompiledRules, number>()
  const bodies = new Uint8Array(jobs.reduce((sum, { record }) => sum + record.body.length, 0))
  let end = 0
  const records = jobs.map(({ record: { body, ...head }, rules }) => {
    if (!rulesAt.has(rules)) rulesAt.set(rules, rulesAt.size)
    bodies.set(body, end)
    end += body.length
    return { ...head, size: body.length, rules: rulesAt.get(rules)! }
  })
  return { records, settings: [...rulesAt.keys()].map(({ settings }) => settings), bodies: bodies.buffer }
}

/** Takes jobs apart again. Keeps the rules of projects, which come with every message. */
export function jobUnpacker(scrubRules: ScrubRules): (message: JobsMessage) => readonly PrepareJob[] {
  const compiled = new Map<string, CompiledRules>()
  const rulesOf = (settings: RuleSettings) => {
    const text = JSON.stringify(settings)
    const known = compiled.get(text)
    if (known !== undefined) return known
    if (compiled.size >= MAX_COMPILED) compiled.clear()
    const rules = compileProjectRules(settings, scrubRules)
    compiled.set(text, rules)
    return rules
  }
  return ({ records, settings, bodies }) => {
    const rules = settings.map(rulesOf)
    let end = 0
    return records.map(({ size, rules: at, ...head }) => {
      end += size
      return { record: { ...head, body: Buffer.from(bodies, end - size, size) }, rules: rules[at]! }
    })
  }
}

export function packResults(results: readonly PrepareResult[]): readonly SentResult[] {
  return results.map((result) => {
    if ('fault' in result) return result
    const events = result.prepared.events.map(({ earlierHashes, ...event }) =>
      earlierHashes === undefined ? event : { ...event, earlier: earlierHashes() },
    )
    return { prepared: { ...result.prepared, events } }
  })
}

export function unpackResults(results: readonly SentResult[]): readonly PrepareResult[] {
  return results.map((result) => {
    if ('fault' in result) return result
    const events = result.prepared.events.map(({ earlier, ...event }) =>
      earlier === undefined ? event : { ...event, earlierHashes: () => earlier },
    )
    return { prepared: { ...result.prepared, events } }
  })
}

const MAX_COMPILED = 1_000
