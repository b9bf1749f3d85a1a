import { useCallback, useRef } from 'react'

/** A function that stays the same one and calls the newest: what is remembered does not change with every rendering. */
export function useStable<Args extends readonly unknown[], Result>(
  run: (...args: Args) => Result,
): (...args: Args) => Result {
  const latest = useRef(run)
  latest.current = run
  return useCallback((...args: Args) => latest.current(...args), [])
}
