import type { AlertInput } from '@mishap/core/client'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'

/** Who types is asked no sooner than they pause. */
const PAUSE_MS = 400
const FRESH_MS = 60_000

/** A rule of a project, without those that it tells; null while it is none. */
export interface Tried {
  readonly project: string
  readonly rule: AlertInput
}

/** What a rule would have told in the last 14 days. Asked once typing pauses; what is no longer wanted is given up. */
export function useBackTest(org: string, tried: Tried | null) {
  const { queryClient } = useMishap()
  const settled = useSettled(tried)
  const options = useBackTestOptions(org)
  const query = useQuery({ ...options(settled), placeholderData: keepPreviousData }, queryClient)
  return { ...query, isBehind: query.isPlaceholderData || JSON.stringify(settled) !== JSON.stringify(tried) }
}

/** Of several rules at once. */
export function useBackTests(org: string, tried: readonly Tried[]) {
  const { queryClient } = useMishap()
  const options = useBackTestOptions(org)
  return useQueries({ queries: tried.map((one) => options(one)) }, queryClient)
}

function useBackTestOptions(org: string) {
  const { client } = useMishap()
  return (tried: Tried | null) => ({
    queryKey: queryKeys.backTest(org, tried),
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      tried === null
        ? Promise.reject(new Error('There is nothing to try'))
        : client.backTestAlert(org, tried.project, { ...tried.rule, alertRecipients: [] }, signal),
    enabled: tried !== null,
    staleTime: FRESH_MS,
    retry: false,
  })
}

/** The value as it was when it last stood still for a while; the same object for as long as it says the same. */
function useSettled(value: Tried | null): Tried | null {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it says counts, not which object says it
  useEffect(() => {
    if (text === JSON.stringify(settled)) return
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
