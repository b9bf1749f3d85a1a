import { searchText } from '../ingest/search-text.js'
import { userKey } from '../ingest/user-key.js'
import { countedTags } from '../ports/bounds.js'
import { fitsAny, type IssueCondition, placeBehind } from '../ports/issue-condition.js'
import type { StoredEvent } from '../ports/model.js'
import { linePieces, SEARCH_MARKS, searchable } from '../ports/search-text.js'
import { describeEvent } from './describe.js'
import { documentOf } from './payload.js'

/** Whether the condition holds for an event, as if it were an issue of this one event. Its document is read when it must be. */
export function eventHolds(event: StoredEvent, condition: IssueCondition): boolean {
  return holds(new Read(event), condition)
}

/** The same, asking first what columns tell: most events need not be read then. */
export function columnsFirst(condition: IssueCondition): IssueCondition {
  if (condition.kind === 'not') return { ...condition, of: columnsFirst(condition.of) }
  if (condition.kind !== 'all' && condition.kind !== 'any') return condition
  const of = condition.of.map(columnsFirst)
  return { ...condition, of: [...of.filter(isOfColumns), ...of.filter((part) => !isOfColumns(part))] }
}

function isOfColumns(condition: IssueCondition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every(isOfColumns)
    case 'not':
      return isOfColumns(condition.of)
    case 'tag':
      return condition.key === 'release' || condition.key === 'environment'
    case 'user':
    case 'line':
    case 'words':
    case 'number':
      return false
    default:
      return true
  }
}

/** Whether an event can be asked for this; what is said of issues alone cannot. */
export function isAboutEvents(condition: IssueCondition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every(isAboutEvents)
    case 'not':
      return isAboutEvents(condition.of)
    case 'one':
      return condition.field === 'level' || condition.field === 'type'
    case 'time':
      return condition.field === 'firstSeenAt' || condition.field === 'lastSeenAt'
    case 'number':
      return condition.field === 'userCount'
    case 'text':
    case 'tag':
    case 'user':
    case 'line':
    case 'words':
    case 'id':
    case 'project':
    case 'shortId':
      return true
    case 'isAssigned':
    case 'isLinked':
    case 'assignee':
    case 'mark':
    case 'newestRelease':
      return false
  }
}

function holds(read: Read, condition: IssueCondition): boolean {
  const { event } = read
  switch (condition.kind) {
    case 'all':
      return condition.of.every((part) => holds(read, part))
    case 'any':
      return condition.of.some((part) => holds(read, part))
    case 'not':
      return !holds(read, condition.of)
    case 'one':
      return condition.in.includes(condition.field === 'type' ? event.type : event.level)
    case 'time': {
      const { from, before } = condition
      return (from === null || event.receivedAt >= from) && (before === null || event.receivedAt < before)
    }
    case 'number':
      return (
        (condition.from ?? 0) <= (read.user === null ? 0 : 1) && (condition.to ?? 1) >= (read.user === null ? 0 : 1)
      )
    case 'text': {
      const value = condition.field === 'platform' ? event.platform : event.release
      return value !== null && fitsAny(value, condition.like)
    }
    case 'tag': {
      const value = tagOf(read, condition.key)
      return value !== null && (condition.like === null || fitsAny(value, condition.like))
    }
    case 'user':
      return read.user !== null && fitsAny(read.user, condition.like)
    case 'line': {
      const mark = SEARCH_MARKS[condition.mark]
      const like = condition.like?.map(linePieces) ?? null
      return read.lines.some((line) => line.startsWith(mark) && (like === null || fitsAny(line.slice(1), like)))
    }
    case 'words':
      return placeBehind(read.text, condition.pieces.map(searchable), 0) !== null
    // Those of its issue were looked at when it was opened.
    default:
      return true
  }
}

function tagOf(read: Read, key: string): string | null {
  if (key === 'release') return read.event.release
  return key === 'environment' ? read.event.environment : (read.tags.get(key) ?? null)
}

/** What is asked of the event more than once, or not at all. */
class Read {
  readonly event: StoredEvent
  #text: string | null = null
  #tags: ReadonlyMap<string, string> | null = null
  #user: string | null | undefined = undefined

  constructor(event: StoredEvent) {
    this.event = event
  }

  /** Its lines, its tags and its id. */
  get text(): string {
    this.#text ??= this.#describe()
    return this.#text
  }

  get lines(): readonly string[] {
    return this.text.split('\n')
  }

  get tags(): ReadonlyMap<string, string> {
    this.#tags ??= new Map(countedTags(this.event, this.#document?.tags ?? []))
    return this.#tags
  }

  get user(): string | null {
    if (this.#user === undefined) this.#user = userKey(this.#document?.user)
    return this.#user
  }

  get #document() {
    try {
      return documentOf(this.event)
    } catch {
      // Its payload is damaged; its columns are still there.
      return null
    }
  }

  #describe(): string {
    const document = this.#document
    const about = document === null ? '' : searchText(document, describeEvent(document))
    const tags = [...this.tags].map(([key, value]) => searchable(`${key}:${value}`))
    const own = [this.event.title, this.event.culprit, this.event.eventId].map(searchable)
    return `${about}${[...own, ...tags].join('\n')}\n`
  }
}
