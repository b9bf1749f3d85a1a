import { groupEvent } from '../grouping/index.js'
import type { NewEvent } from '../ports/ingest.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { cutText } from '../protocol/normalize/salvage.js'
import type { ProjectGrouping } from './project-rules.js'

const MAX_TITLE = 100

/** The hashes of an event by the settings of its project, and the title that one of its rules gives; null where none does. */
export function groupForProject(
  event: NormalizedEvent,
  receivedAt: Date,
  grouping: ProjectGrouping | undefined,
): Pick<NewEvent, 'hashes' | 'earlierHashes'> & { readonly title: string | null } {
  const { hashes, isByRule, title: wanted } = groupEvent(event, grouping)
  const title = wanted === null || wanted.trim() === '' ? null : cutText(wanted.trim(), MAX_TITLE)
  const { previous = null, previousUntil = null } = grouping ?? {}
  const isChanging = previous !== null && previousUntil !== null && receivedAt < previousUntil
  // Who writes a rule wants what it says, and not the issue of before. Rules were those of the engine before as well.
  if (!isChanging || isByRule) return { hashes, title }
  return {
    hashes,
    earlierHashes: () => groupEvent(event, { version: previous, rules: grouping?.rules ?? null }).hashes,
    title,
  }
}
