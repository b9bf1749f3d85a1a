import type { EventDetailJson, EventListQuery } from '@mishap/core/client'

/** The events that a query asks for, in their order: words, `key:value`, `!key:value`, `has:key`, quoted where need be. */
export function findEvents(
  events: readonly EventDetailJson[],
  { query = '', start, end }: EventListQuery,
): readonly EventDetailJson[] {
  const words = query.match(/!?[^\s":]+:"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*"|\S+/g) ?? []
  const from = start === undefined ? Number.NEGATIVE_INFINITY : Date.parse(start)
  const before = end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end)
  return events.filter((event) => {
    const at = Date.parse(event.dateReceived)
    return at >= from && at < before && words.every((word) => matches(event, word))
  })
}

function matches(event: EventDetailJson, word: string): boolean {
  if (word.startsWith('!')) return !matches(event, word.slice(1))
  const colon = word.indexOf(':')
  if (colon < 1 || word.startsWith('"')) return textOf(event).includes(unquoted(word).toLowerCase())
  const key = word.slice(0, colon)
  const value = unquoted(word.slice(colon + 1))
  if (key === 'has') return event.tags.some((tag) => tag.key === value)
  if (key === 'id') return event.eventID === value
  if (key.startsWith('user.')) return String(event.user?.[key.slice(5)] ?? '') === value
  return event.tags.some((tag) => tag.key === key && tag.value === value)
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
}

function textOf({ eventID, title, message, culprit, tags, user }: EventDetailJson): string {
  const people = [user?.id, user?.email, user?.username]
  return [eventID, title, message, culprit, ...people, ...tags.map(({ value }) => value)].join(' ').toLowerCase()
}
