import type { NormalizedEvent } from '../../protocol/event.js'
import { hashLeaves, type Leaf } from '../hash.js'
import type { GroupingRules } from '../rules/index.js'
import { type Content, contentLeaves, hasAppVariant, readContent } from './content.js'
import { expandFingerprint, isDefault } from './fingerprint.js'
import type { VariantKind } from './stack.js'

/** Part of every hash: another engine never meets the hashes of this one. */
export const ENGINE = 'g1'

/** How an event was grouped, before hashing: what the hashes and the explanation are both made of. */
export type Decision =
  | {
      readonly by: 'fingerprint'
      /** With variables filled in; `null` stands for what the event itself says. */
      readonly parts: readonly (string | null)[]
      /** The line of the rule that set it; null where the client did. */
      readonly ruleLine: number | null
      readonly content: Content | null
    }
  | { readonly by: 'checksum'; readonly checksum: string }
  | { readonly by: 'content'; readonly content: Content }

export interface Decided {
  readonly decision: Decision
  /** Set by a fingerprint rule, with its variables filled in. */
  readonly title: string | null
}

/** The order: a rule of the project, the client's fingerprint, its checksum, and else what the event says. */
export function decide(event: NormalizedEvent, rules: GroupingRules | null): Decided {
  const rule = rules?.fingerprint.find((one) => one.matches(event)) ?? null
  const title = rule === null || rule.title === null ? null : expandFingerprint([rule.title], event).join('')
  const wanted = rule?.parts ?? event.fingerprint
  const content = () => readContent(event, { platform: event.platform, rules: rules?.stack ?? null })
  if (wanted !== undefined && wanted.length > 0 && !wanted.every(isDefault)) {
    const parts = wanted.map((part) => (isDefault(part) ? null : expandFingerprint([part], event)[0]!))
    const ruleLine = rule?.line ?? null
    return { decision: { by: 'fingerprint', parts, ruleLine, content: parts.includes(null) ? content() : null }, title }
  }
  if (event.checksum !== undefined) return { decision: { by: 'checksum', checksum: event.checksum }, title }
  return { decision: { by: 'content', content: content() }, title }
}

/** The parts of the key of each variant, the preferred one first. */
export function variantsOf(
  decision: Decision,
  event: NormalizedEvent,
): readonly { readonly kind: VariantKind | 'only'; readonly leaves: readonly Leaf[] }[] {
  if (decision.by === 'checksum') return [{ kind: 'only', leaves: [['checksum', decision.checksum]] }]
  const leavesOf = (kind: VariantKind): readonly Leaf[] =>
    decision.by === 'content'
      ? contentLeaves(decision.content, event, kind)
      : decision.parts.flatMap((part): readonly Leaf[] => {
          if (part !== null) return [['fingerprint', part]]
          return decision.content === null ? [] : contentLeaves(decision.content, event, kind)
        })
  if (decision.content === null) return [{ kind: 'only', leaves: leavesOf('system') }]
  const system = { kind: 'system' as const, leaves: leavesOf('system') }
  if (!hasAppVariant(decision.content)) {
    const hasStack = decision.content.kind === 'exception' || decision.content.kind === 'stack'
    return [hasStack ? system : { ...system, kind: 'only' }]
  }
  return [{ kind: 'app', leaves: leavesOf('app') }, system]
}

/** One hash, or that of the app's frames and behind it that of all frames. */
export function hashesOf(decision: Decision, event: NormalizedEvent): readonly string[] {
  if (decision.by === 'checksum' && /^[0-9a-f]{32}$/i.test(decision.checksum)) return [decision.checksum.toLowerCase()]
  const hashes = variantsOf(decision, event).map(({ leaves }) => hashLeaves(ENGINE, leaves))
  return hashes[0] === hashes[1] ? hashes.slice(0, 1) : hashes
}
