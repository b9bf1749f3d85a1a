import type { ExceptionValue } from '../../protocol/event.js'
import { exceptionLeaves, type ReadException } from './exceptions.js'

/**
 * Of an exception group (`ExceptionGroup`, `AggregateError`) the exceptions that tell it apart. Members of one kind count
 * once, in whatever number and order they came. Are all of one kind, the group itself says nothing and is left out;
 * else it comes last. A chain that is no group, or whose ids form no tree, is answered as it is.
 */
export function ungroup(chain: readonly ReadException[]): readonly ReadException[] {
  if (!chain.some(({ exception }) => exception.mechanism?.is_exception_group === true)) return chain
  const tree = treeOf(chain)
  if (tree === null) return chain
  const members = distinct(leavesOfGroup(tree, tree.root))
  if (members.length === 0) return chain
  if (members.length === 1) return pathFrom(tree, members[0]!)
  return [...members, tree.root]
}

interface Tree {
  readonly root: ReadException
  readonly childrenOf: (parent: ReadException) => readonly ReadException[]
}

/** Null for missing or equal ids, a parent of itself, one that is not there, and a tree without root 0. */
function treeOf(chain: readonly ReadException[]): Tree | null {
  const byId = new Map<number, ReadException>()
  const children = new Map<number, ReadException[]>()
  for (const read of chain) {
    const { exception_id: id, parent_id: parent } = read.exception.mechanism ?? {}
    if (id === undefined || byId.has(id) || id === parent) return null
    byId.set(id, read)
    if (parent === undefined) continue
    children.set(parent, [...(children.get(parent) ?? []), read])
  }
  const root = byId.get(0)
  if (root === undefined || [...children.keys()].some((id) => !byId.has(id))) return null
  return { root, childrenOf: (read) => children.get(idOf(read.exception)) ?? [] }
}

function idOf(exception: ExceptionValue): number {
  return exception.mechanism?.exception_id ?? -1
}

/** The first on each way down that are no groups. Ids that form a ring hang on no root, so the walk ends. */
function leavesOfGroup(tree: Tree, group: ReadException): readonly ReadException[] {
  return tree
    .childrenOf(group)
    .flatMap((child) => (child.exception.mechanism?.is_exception_group === true ? leavesOfGroup(tree, child) : [child]))
}

function distinct(members: readonly ReadException[]): readonly ReadException[] {
  const byKey = new Map(members.map((member) => [keyOf(member), member]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member)
}

function keyOf(member: ReadException): string {
  return exceptionLeaves(member, 'system')
    .map(([kind, value]) => `${kind}\0${value}`)
    .join('\0')
}

/** The exception behind its first cause, that behind its own, and so on: cause first, as chains are sent. */
function pathFrom(tree: Tree, from: ReadException): readonly ReadException[] {
  const path = [from]
  for (let next = tree.childrenOf(from)[0]; next !== undefined; next = tree.childrenOf(next)[0]) path.unshift(next)
  return path
}
