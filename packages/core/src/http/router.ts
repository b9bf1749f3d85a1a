import type { Route } from './types.js'

type Method = Route['method']

/** What a path leads to: a route, a refusal that names the methods there are, or nothing. */
export type RouteMatch =
  | { readonly kind: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong_method'; readonly allow: readonly string[] }

export interface Router {
  /** The table that it was made of. */
  readonly routes: readonly Route[]
  /** `path` starts with a slash; one at the end makes no difference. HEAD is answered by GET. Null: no such path. */
  match(method: string, path: string): RouteMatch | null
}

/**
 * Compiles a route table. Literal segments win over parameters, segment by segment from the left.
 * Throws when two routes have one method and path, so that a table is sound or does not start.
 */
export function createRouter(routes: readonly Route[]): Router {
  const root = newNode()
  for (const route of routes) insert(root, route)
  return {
    routes,
    match(method, path) {
      const found = find(root, segmentsOf(path), 0, [])
      if (found === null) return null
      const { routes: byMethod, paramNames } = found.leaf
      const route = byMethod.get(method as Method) ?? (method === 'HEAD' ? byMethod.get('GET') : undefined)
      if (route === undefined) return { kind: 'wrong_method', allow: allowed([...byMethod.keys()]) }
      return { kind: 'route', route, params: named(paramNames, found.values) }
    },
  }
}

interface Leaf {
  readonly paramNames: readonly string[]
  readonly routes: Map<Method, Route>
}

interface Node {
  readonly literals: Map<string, Node>
  param: Node | null
  leaf: Leaf | null
}

function newNode(): Node {
  return { literals: new Map(), param: null, leaf: null }
}

function segmentsOf(path: string): readonly string[] {
  const end = path.endsWith('/') ? path.length - 1 : path.length
  return path.slice(1, end).split('/')
}

function insert(root: Node, route: Route): void {
  const paramNames: string[] = []
  let node = root
  for (const segment of segmentsOf(route.path)) {
    if (segment.startsWith(':')) {
      paramNames.push(segment.slice(1))
      node.param ??= newNode()
      node = node.param
      continue
    }
    const next = node.literals.get(segment) ?? newNode()
    node.literals.set(segment, next)
    node = next
  }
  node.leaf ??= { paramNames, routes: new Map() }
  if (node.leaf.paramNames.join() !== paramNames.join())
    throw new Error(`routes: ${route.path} names its parameters otherwise than a route with the same path`)
  if (node.leaf.routes.has(route.method)) throw new Error(`routes: ${route.method} ${route.path} stands twice`)
  node.leaf.routes.set(route.method, route)
}

interface Found {
  readonly leaf: Leaf
  readonly values: readonly string[]
}

// Goes back to the parameter when the literal branch ends in nothing; the depth is that of the table, not of the path.
function find(node: Node, segments: readonly string[], at: number, values: readonly string[]): Found | null {
  const segment = segments[at]
  if (segment === undefined) return node.leaf === null ? null : { leaf: node.leaf, values }
  const literal = node.literals.get(segment)
  const found = literal === undefined ? null : find(literal, segments, at + 1, values)
  if (found !== null || node.param === null || segment === '') return found
  const value = decoded(segment)
  return value === null ? null : find(node.param, segments, at + 1, [...values, value])
}

function decoded(segment: string): string | null {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    // Not percent-encoding at all: no such path.
    return null
  }
}

function named(names: readonly string[], values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}

function allowed(methods: readonly Method[]): readonly string[] {
  const withHead = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  return [...new Set(withHead)].sort()
}
