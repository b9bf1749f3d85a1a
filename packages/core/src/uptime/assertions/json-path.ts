/** One step of a path. */
type Step =
  | { readonly kind: 'name'; readonly name: string; readonly isDeep: boolean }
  | { readonly kind: 'index'; readonly index: number; readonly isDeep: boolean }
  | { readonly kind: 'all'; readonly isDeep: boolean }

/**
 * Reads a JSONPath (RFC 9535) of names, indexes, wildcards and descents: `$.status`, `$['a b'][0]`, `$.items[*].id`, `$..id`;
 * the `$` may be left out. Null for anything else: filters and scripts are not run.
 */
export function parseJsonPath(text: string): readonly Step[] | null {
  const steps: Step[] = []
  let rest = text.trim().replace(/^\$/, '')
  // `status` is `$.status`.
  if (rest !== '' && !rest.startsWith('.') && !rest.startsWith('[')) rest = `.${rest}`
  while (rest !== '') {
    const match = STEP.exec(rest)
    if (match === null || steps.length === MAX_STEPS) return null
    steps.push(stepOf(match))
    rest = rest.slice(match[0].length)
  }
  return steps
}

/**
 * What a document holds at a path, at most 1,000 things. It gives up looking after 500,000 values: a document that is that
 * large is looked through as far as that goes.
 */
export function findByPath(document: unknown, path: readonly Step[]): readonly unknown[] {
  const budget = { left: MAX_VALUES }
  let found: readonly unknown[] = [document]
  for (const step of path) {
    const from = step.isDeep ? withDescendants(found, budget) : found
    const next: unknown[] = []
    for (const value of from) {
      take(value, step, next)
      budget.left -= 1
      if (budget.left <= 0) break
    }
    found = next
  }
  return found.slice(0, MAX_FOUND)
}

const MAX_STEPS = 32
const MAX_VALUES = 500_000
const MAX_FOUND = 1_000

// `..name`, `.name`, `..*`, `.*`, then the bracketed ones, which may follow two dots.
const STEP =
  /^(?:(\.\.?)(?:(\*)|([^\s.[\]*'"()?@,:]{1,200}))|(\.\.)?\[\s{0,9}(?:(\*)|(-?\d{1,9})|'((?:[^'\\]|\\.){0,200})'|"((?:[^"\\]|\\.){0,200})")\s{0,9}\])/

function stepOf(match: RegExpExecArray): Step {
  const [, dots, star, name, bracketDots, bracketStar, index, single, double] = match
  const isDeep = (dots ?? bracketDots) === '..'
  if (star !== undefined || bracketStar !== undefined) return { kind: 'all', isDeep }
  if (index !== undefined) return { kind: 'index', index: Number(index), isDeep }
  const quoted = single ?? double
  return { kind: 'name', name: quoted === undefined ? (name ?? '') : quoted.replace(/\\(.)/g, '$1'), isDeep }
}

function take(value: unknown, step: Step, into: unknown[]): void {
  if (typeof value !== 'object' || value === null) return
  if (step.kind === 'all') {
    for (const child of Object.values(value)) into.push(child)
    return
  }
  if (step.kind === 'name') {
    if (!Array.isArray(value) && Object.hasOwn(value, step.name))
      into.push((value as Record<string, unknown>)[step.name])
    return
  }
  if (!Array.isArray(value)) return
  const place = step.index < 0 ? value.length + step.index : step.index
  if (place >= 0 && place < value.length) into.push(value[place])
}

function withDescendants(roots: readonly unknown[], budget: { left: number }): readonly unknown[] {
  const all: unknown[] = []
  const waiting = [...roots].reverse()
  while (waiting.length > 0 && budget.left > 0) {
    const value = waiting.pop()
    all.push(value)
    budget.left -= 1
    if (typeof value === 'object' && value !== null)
      for (const child of Object.values(value).reverse()) waiting.push(child)
  }
  return all
}
