/** What stands by itself, or a run that can be away until it is asked for. */
export type Run<T> =
  | { readonly kind: 'item'; readonly at: number; readonly item: T }
  | { readonly kind: 'fold'; readonly at: number; readonly items: readonly T[] }

const FEWEST = 2

/** Runs of items that say nothing fold into one; a single one would only be hidden by it. `at` counts from 0. */
export function foldRuns<T>(items: readonly T[], saysNothing: (item: T) => boolean): readonly Run<T>[] {
  const runs: Run<T>[] = []
  let quiet: T[] = []
  const endRun = (end: number) => {
    const at = end - quiet.length
    if (quiet.length < FEWEST) runs.push(...quiet.map((item, n) => ({ kind: 'item', at: at + n, item }) as const))
    else runs.push({ kind: 'fold', at, items: quiet })
    quiet = []
  }
  items.forEach((item, at) => {
    if (saysNothing(item)) {
      quiet.push(item)
      return
    }
    endRun(at)
    runs.push({ kind: 'item', at, item })
  })
  endRun(items.length)
  return runs
}
