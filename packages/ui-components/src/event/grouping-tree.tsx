import type { ContributionNode, GroupingVariant } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { cx, Icon } from '../primitives/index.js'
import { foldRuns } from './diff/runs.js'
import css from './grouping-tree.module.css'

export interface GroupingTreeProps extends HTMLAttributes<HTMLDivElement> {
  readonly variant: GroupingVariant
}

/** What of an event went into its hash and what did not, each with the reason where there is one. */
export function GroupingTree({ variant, className, ...rest }: GroupingTreeProps) {
  return (
    <div className={cx(css.tree, className)} {...rest}>
      <ul className={css.list}>
        <Nodes nodes={variant.root.children} depth={0} />
      </ul>
    </div>
  )
}

/** No explanation is deeper; one that claims to be must not hang the page. */
const DEEPEST = 12

function Nodes({ nodes, depth }: { readonly nodes: readonly ContributionNode[]; readonly depth: number }) {
  if (depth > DEEPEST) return null
  return foldRuns(nodes, (node) => !node.contributes && node.id === 'frame').map((run) =>
    run.kind === 'item' ? (
      <Node key={run.at} node={run.item} depth={depth} />
    ) : (
      <Silent key={run.at} nodes={run.items} depth={depth} />
    ),
  )
}

function Silent({ nodes, depth }: { readonly nodes: readonly ContributionNode[]; readonly depth: number }) {
  const [isOpen, setIsOpen] = useState(false)
  const hints = [...new Set(nodes.map(({ hint }) => hint).filter((hint) => hint !== null))]
  return (
    <li>
      <button type="button" className={css.fold} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={10} />
        <span>
          {counted(nodes.length, 'frame')} that {nodes.length === 1 ? 'does' : 'do'} not count
          {hints.length === 1 ? `: ${hints[0]}` : null}
        </span>
      </button>
      {isOpen ? (
        <ul className={css.list}>
          {nodes.map((node, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of an event have no id, and their order never changes
            <Node key={at} node={node} depth={depth + 1} />
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function Node({ node, depth }: { readonly node: ContributionNode; readonly depth: number }) {
  const { id, label, contributes, hint, value, children } = node
  // A frame is read as one line: its function, file and module beside each other.
  const isLine = id === 'frame' && children.every((child) => child.children.length === 0)
  return (
    <li className={css.node} data-counts={contributes}>
      <div className={css.line}>
        <Icon name={contributes ? 'check' : 'minus'} size={12} className={css.sign} />
        <span className="mh-hidden">{contributes ? 'counts: ' : 'does not count: '}</span>
        <span className={css.label}>{visibleText(clip(label, 160))}</span>
        {value === null || value === '' ? null : <Value text={value} />}
        {isLine ? <Parts parts={children} /> : null}
        {hint === null ? null : <span className={css.hint}>{visibleText(hint)}</span>}
      </div>
      {isLine || children.length === 0 ? null : (
        <ul className={css.list}>
          <Nodes nodes={children} depth={depth + 1} />
        </ul>
      )}
    </li>
  )
}

function Parts({ parts }: { readonly parts: readonly ContributionNode[] }) {
  return parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a frame have no id, and their order never changes
    <span key={at} className={css.part} data-counts={part.contributes}>
      <span className={css.partName}>{visibleText(part.label.toLowerCase())}</span>{' '}
      {part.value === null ? null : <Value text={part.value} />}
      {part.hint === null ? null : <span className={css.hint}> {visibleText(part.hint)}</span>}
    </span>
  ))
}

function Value({ text }: { readonly text: string }) {
  return (
    <bdi dir="ltr" className={css.value}>
      {visibleText(clip(text, 400))}
    </bdi>
  )
}
