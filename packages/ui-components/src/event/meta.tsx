import { createContext, type ReactNode, useContext } from 'react'
import { Badge } from '../primitives/index.js'
import css from './meta.module.css'

/** A part of an event's `_meta`: by key what was removed there, `''` holding the remarks about the value itself. */
export type MetaNode = Readonly<Record<string, unknown>>

const MetaContext = createContext<MetaNode | null>(null)

/** Puts what is inside at a place of `_meta`, counted from the place around it; without `path` at the root of `meta`. */
export function MetaAt({
  meta,
  path = [],
  children,
}: {
  readonly meta?: unknown
  readonly path?: readonly (string | number)[]
  readonly children: ReactNode
}) {
  const around = useContext(MetaContext)
  return <MetaContext.Provider value={nodeAt(meta ?? around, path)}>{children}</MetaContext.Provider>
}

/** The part of `_meta` that is about what is shown here; null where nothing was removed. */
export function useMeta(): MetaNode | null {
  return useContext(MetaContext)
}

/** The node below another one; null where there is none, and for what is no tree. */
export function nodeAt(meta: unknown, path: readonly (string | number)[]): MetaNode | null {
  let node = asNode(meta)
  for (const key of path) node = node !== null && Object.hasOwn(node, key) ? asNode(node[key]) : null
  return node
}

/** The rule that removed the value itself: `@password`; null where it was none. */
export function ruleOf(node: MetaNode | null): string | null {
  const remarks = nodeAt(node, [''])?.rem
  const first: unknown = Array.isArray(remarks) ? remarks[0] : undefined
  const rule: unknown = Array.isArray(first) ? first[0] : undefined
  return typeof rule === 'string' && rule !== '' ? rule.slice(0, 60) : null
}

/** How many entries an SDK says that it left out; null where it says nothing. */
export function originalLength(node: MetaNode | null): number | null {
  const length = nodeAt(node, [''])?.len
  return typeof length === 'number' && Number.isFinite(length) ? length : null
}

const RULES: Readonly<Record<string, string>> = {
  '@password': 'looks like a secret',
  '@creditcard': 'card number',
  '@pemkey': 'private key',
  '@urlauth': 'secret in an address',
  '@cookie': 'cookie',
  project: 'rule of the project',
}

/** Stands for a value that was removed, with the rule where that is known. */
export function Filtered({ node = null }: { readonly node?: MetaNode | null }) {
  const rule = ruleOf(node)
  const words = rule !== null && Object.hasOwn(RULES, rule) ? RULES[rule] : rule
  return (
    <Badge className={css.filtered} title={rule === null ? 'Removed before it was stored' : `Removed by ${rule}`}>
      filtered{words == null ? '' : `: ${words}`}
    </Badge>
  )
}

function asNode(value: unknown): MetaNode | null {
  return typeof value === 'object' && value !== null ? (value as MetaNode) : null
}
