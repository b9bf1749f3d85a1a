import type { EventDetailJson, IssueDetailJson, SplitInput } from '@mishap/core/client'
import type { MemoryStore } from './store.js'

/** Events that stay or go together, the newest first. */
export interface EventGroup {
  readonly name: string
  readonly events: readonly EventDetailJson[]
}

/** The parts of the issue: the one that stays first, the others by size. */
export function groupEvents(store: MemoryStore, issue: IssueDetailJson, input: SplitInput): readonly EventGroup[] {
  const events = store.eventsOf(issue.id)
  if ('hashes' in input || 'events' in input) {
    const wanted = new Set('hashes' in input ? input.hashes : input.events)
    const isWanted = (event: EventDetailJson) =>
      'hashes' in input ? wanted.has(hashOf(store, event)) : wanted.has(event.eventID)
    return [
      { name: 'What stays', events: events.filter((event) => !isWanted(event)) },
      { name: nameOf(input), events: events.filter(isWanted) },
    ]
  }
  const groups = new Map<string, EventDetailJson[]>()
  for (const event of events) {
    const name = input.by === 'message' ? messageOf(event) : tagOf(event, input.key)
    groups.set(name, [...(groups.get(name) ?? []), event])
  }
  return [...groups].map(([name, own]) => ({ name, events: own })).sort((a, b) => b.events.length - a.events.length)
}

/** The fixture's, else one for all events of a title. */
export function hashOf(store: MemoryStore, { eventID, title, culprit }: EventDetailJson): string {
  return store.hashes[eventID] ?? textHash(`${title}\n${culprit}`)
}

/** Where future events go. */
export function futureOf(input: SplitInput, isPossible: boolean): string {
  if (!isPossible) return 'Nothing would move: the events of this issue are all alike in this, or all would go.'
  if ('events' in input) return 'Future events stay with this issue: only the chosen events move.'
  if ('hashes' in input)
    return 'Future events with these hashes will go to the new issue; the others stay with this one.'
  const what = input.by === 'message' ? 'message' : `value of ${input.key}`
  return `Future events go to the issue of their ${what}; a new ${what} makes a new issue.`
}

function nameOf(input: SplitInput): string {
  if ('events' in input) return input.events.length === 1 ? 'The chosen event' : `${input.events.length} chosen events`
  if (!('hashes' in input)) return input.by
  return input.hashes.length === 1 ? (input.hashes[0] ?? '') : `${input.hashes.length} hashes`
}

// Numbers and ids are what messages of one kind differ in.
function messageOf({ metadata, message, title }: EventDetailJson): string {
  return (metadata.value ?? (message || title)).replace(/\d+/g, '<int>')
}

function tagOf({ tags }: EventDetailJson, key: string): string {
  return tags.find((tag) => tag.key === key)?.value ?? `(no ${key})`
}

/** 32 hex digits that follow from the text. */
function textHash(text: string): string {
  let digits = ''
  for (let seed = 0; digits.length < 32; seed += 1) {
    let sum = 2_166_136_261 + seed
    for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 16_777_619)
    digits += (sum >>> 0).toString(16).padStart(8, '0')
  }
  return digits
}
