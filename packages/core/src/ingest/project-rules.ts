import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { compileGroupingRules, type GroupingRules } from '../grouping/index.js'
import { inTime } from '../in-time.js'
import { DEFAULT_GROUPING_SETTINGS, type GroupingSettings } from '../ports/grouping-settings.js'
import { DEFAULT_INGEST_SETTINGS, type IngestSettings } from '../ports/ingest-settings.js'
import type { Id } from '../ports/model.js'
import type { NormalizedEvent } from '../protocol/event.js'
import type { FilterSettings } from './filters/index.js'
import { createScrubber, type ScrubRules } from './scrub/index.js'

/** How long an answer counts without asking again; and how long an older one does while the storage is away. */
const KNOWN_MS = 10_000
const RETRY_MS = 2_000
/** One connection that hangs must not keep everything waiting that is to be stored. */
const QUESTION_TIMEOUT_MS = 10_000
const MAX_PROJECTS = 10_000

/** What the drain does with the events of a project. */
export interface ProjectRules {
  readonly filters: FilterSettings
  readonly scrub: (event: NormalizedEvent) => NormalizedEvent
  readonly grouping: ProjectGrouping
}

/** How the project groups, with its rules ready to be applied. */
export interface ProjectGrouping extends Pick<GroupingSettings, 'version' | 'previous' | 'previousUntil'> {
  readonly rules: GroupingRules | null
}

/** What rules are made of: plain data, which can be sent to a thread. */
export interface RuleSettings {
  readonly ingest: IngestSettings
  readonly grouping: GroupingSettings
}

/** Rules, with what they were made of. */
export interface CompiledRules extends ProjectRules {
  readonly settings: RuleSettings
}

/** Answers for every project that was asked for. */
export type ProjectRulesCache = (projectIds: readonly Id[]) => Promise<ReadonlyMap<Id, CompiledRules>>

/**
 * The settings of projects, at most ten seconds old. All that are missing go into one question, one question at a time.
 * While the storage is away what it said last has to do; rejects with `unavailable` for a project never seen, for
 * nobody knows what of its events must not be kept.
 */
export function createProjectRules(
  context: Pick<Context, 'storage' | 'clock' | 'scrubRules' | 'settings'>,
): ProjectRulesCache {
  const { storage, clock, scrubRules, settings: instance } = context
  const known = new Map<Id, Known>()
  const usual = compileProjectRules(
    { ingest: DEFAULT_INGEST_SETTINGS, grouping: DEFAULT_GROUPING_SETTINGS },
    scrubRules,
  )
  let question: Promise<void> | null = null

  const ask = async (projectIds: readonly Id[]) => {
    try {
      const answers = Promise.all([
        instance.current(),
        storage.projects.findIngestSettings(projectIds),
        storage.projects.findGroupingSettings(projectIds),
      ])
      const [{ sensitiveFields }, ingest, grouping] = await inTime(clock, answers, QUESTION_TIMEOUT_MS)
      for (const id of projectIds)
        remember(id, {
          ingest: withFields(ingest.get(id) ?? DEFAULT_INGEST_SETTINGS, sensitiveFields),
          grouping: grouping.get(id) ?? DEFAULT_GROUPING_SETTINGS,
        })
    } catch (cause) {
      const retryAt = clock.now().getTime() + RETRY_MS
      for (const id of projectIds) {
        const entry = known.get(id)
        if (entry === undefined) throw new AppError('unavailable', 'the settings of a project are unknown', { cause })
        entry.freshUntil = retryAt
      }
    }
  }

  const remember = (id: Id, settings: RuleSettings) => {
    const text = isUsual(settings) ? '' : JSON.stringify(settings)
    const before = known.get(id)
    // A scrubber remembers names of fields, so it is kept as long as its rules are.
    const isSame = before?.text === text
    const rules = isSame ? before.rules : text === '' ? usual : compileProjectRules(settings, scrubRules)
    known.delete(id)
    known.set(id, { text, rules, freshUntil: clock.now().getTime() + KNOWN_MS })
    if (known.size > MAX_PROJECTS) known.delete(known.keys().next().value!)
  }

  return async (projectIds) => {
    const wanted = [...new Set(projectIds)]
    const isStale = (id: Id) => {
      const left = (known.get(id)?.freshUntil ?? 0) - clock.now().getTime()
      // More than there can be: the clock was set back.
      return left <= 0 || left > KNOWN_MS
    }
    for (let stale = wanted.filter(isStale); stale.length > 0; stale = wanted.filter(isStale)) {
      if (question === null) {
        question = ask(stale).finally(() => {
          question = null
        })
        await question
        break
      }
      // Whether it fails is for who asked it; what is still missing is asked for next.
      await question.catch(() => {})
    }
    return new Map(wanted.map((id) => [id, known.get(id)?.rules ?? usual]))
  }
}

interface Known {
  /** Of the settings; empty for the defaults. */
  readonly text: string
  readonly rules: CompiledRules
  freshUntil: number
}

/** With what is removed in every project. The very object where that is nothing. */
function withFields(settings: IngestSettings, fields: readonly string[]): IngestSettings {
  if (fields.length === 0) return settings
  const { scrub } = settings
  return { ...settings, scrub: { ...scrub, sensitiveFields: [...scrub.sensitiveFields, ...fields] } }
}

/** Those that nobody changed are the very objects. */
function isUsual({ ingest, grouping }: RuleSettings): boolean {
  return ingest === DEFAULT_INGEST_SETTINGS && grouping === DEFAULT_GROUPING_SETTINGS
}

/** What the installation removes is removed in every project; what either calls safe stays. */
export function compileProjectRules(settings: RuleSettings, own: ScrubRules): CompiledRules {
  const { filters, scrub } = settings.ingest
  const rules: ScrubRules = {
    enabled: own.enabled && scrub.enabled,
    sensitiveFields: [...own.sensitiveFields, ...scrub.sensitiveFields],
    safeFields: [...own.safeFields, ...scrub.safeFields],
  }
  return { settings, filters, scrub: createScrubber(rules), grouping: compileGrouping(settings.grouping) }
}

function compileGrouping(settings: GroupingSettings): ProjectGrouping {
  const { version, previous, previousUntil, fingerprintRules, stackRules } = settings
  const hasRules = fingerprintRules !== '' || stackRules !== ''
  const rules = hasRules ? compileGroupingRules({ fingerprint: fingerprintRules, stack: stackRules }).rules : null
  return { version, previous, previousUntil, rules }
}
