import type { SplitSuggestionJson } from '../client/grouping-types.js'
import { contributingLeaves, type GroupingExplanation } from '../grouping/index.js'
import { messageTemplate } from '../grouping/template.js'
import type { StoredEvent } from '../ports/model.js'
import { messageOf } from './message.js'
import { documentOf } from './payload.js'

/** So many of the newest events are looked at. */
export const SUGGESTED_OF = 50
const FEWEST_EVENTS = 10
const FEWEST_MESSAGES = 3
/** One message in more events than this is the issue, and the others are odd ones. */
const LARGEST_SHARE = 0.6

/**
 * Whether an issue is likely several, told apart by their messages: one place that throws for many reasons, whose stack
 * says nothing about them. Null where the text counts already, or where most events say the same.
 */
export function suggestSplit(
  newest: readonly StoredEvent[],
  explanation: GroupingExplanation,
): SplitSuggestionJson | null {
  const root = explanation.variants[0]?.root
  const counted = root === undefined ? [] : contributingLeaves(root).map(([id]) => id)
  if (!counted.includes('function') || counted.some((id) => BY_TEXT.has(id))) return null
  const messages = new Map<string, number>()
  for (const event of newest.slice(0, SUGGESTED_OF)) {
    if (event.payloadRemovedAt !== null) continue
    const template = messageTemplate(messageOf(documentOf(event)), event.platform)
    messages.set(template, (messages.get(template) ?? 0) + 1)
  }
  const events = [...messages.values()].reduce((sum, count) => sum + count, 0)
  const isMixed = Math.max(0, ...messages.values()) <= events * LARGEST_SHARE
  if (events < FEWEST_EVENTS || messages.size < FEWEST_MESSAGES || !isMixed) return null
  const sentence = `The newest ${events} events come from one place and say ${messages.size} different things: it may be several faults.`
  return { by: 'message', messages: messages.size, events, sentence }
}

/** Whoever is grouped by these is apart by text, or was put together on purpose. */
const BY_TEXT: ReadonlySet<string> = new Set(['value', 'message', 'fingerprint', 'checksum'])
