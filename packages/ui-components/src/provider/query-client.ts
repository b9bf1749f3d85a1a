import { QueryCache, QueryClient } from '@tanstack/react-query'

/** The HTTP status that a failed call carries, 0 where nobody answered; null for an error of another kind. */
export function statusOf(error: unknown): number | null {
  const status = (error as { status?: unknown } | null)?.status
  return typeof status === 'number' ? status : null
}

/**
 * A cache of our own, so that a host's `QueryClientProvider` is neither read nor shadowed.
 * Refusals are not asked again; an outage is, twice.
 */
export function createQueryClient(onUnauthorized: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (statusOf(error) === 401) onUnauthorized()
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && isOutage(statusOf(error)),
      },
    },
  })
}

function isOutage(status: number | null): boolean {
  return status === 0 || (status !== null && status >= 500)
}
