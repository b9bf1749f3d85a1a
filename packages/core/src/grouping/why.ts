import type { NormalizedEvent } from '../protocol/event.js'
import type { GroupingExplanation } from './explanation.js'
import { groupByG0 } from './g0/engine.js'
import { decide, ENGINE, hashesOf, variantsOf } from './g1/engine.js'
import { sentenceOf } from './g1/sentence.js'
import { treeOf } from './g1/tree.js'
import type { GroupingOptions } from './group.js'

/**
 * Why an event has the hashes that `groupEvent` gives it: everything that could have counted, with the reason where it
 * did not. Costs several times what grouping does; meant for the reader of one event.
 */
export function explainGrouping(event: NormalizedEvent, options: GroupingOptions = {}): GroupingExplanation {
  if (options.version === 'g0') return explainG0(event)
  const { decision } = decide(event, options.rules ?? null)
  const hashes = hashesOf(decision, event)
  const kinds = variantsOf(decision, event).slice(0, hashes.length)
  const variants = kinds.map(({ kind }, at) => ({
    kind,
    hash: hashes[at]!,
    root: treeOf(decision, event, kind === 'app' ? 'app' : 'system'),
  }))
  return { version: ENGINE, hashes, sentence: sentenceOf(decision), variants }
}

function explainG0(event: NormalizedEvent): GroupingExplanation {
  const { hash, leaves } = groupByG0(event)
  const children = leaves.map(([id, value]) => ({ id, label: id, contributes: true, hint: null, value, children: [] }))
  const root = { id: 'event', label: 'Event', contributes: true, hint: null, value: null, children }
  const sentence = 'Grouped by the first engine: by type and frames of the app, or else by the text.'
  return { version: 'g0', hashes: [hash], sentence, variants: [{ kind: 'only', hash, root }] }
}
