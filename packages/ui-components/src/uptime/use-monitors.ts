import type {
  MishapClient,
  MonitorBulkInput,
  MonitorHistoryQuery,
  MonitorInput,
  MonitorJson,
  MonitorUptimeQuery,
  PageQuery,
} from '@mishap/core/client'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useMishap } from '../provider/context.js'
import { everyPage, MOST_ITEMS } from '../provider/every-page.js'
import { queryKeys } from '../provider/query-keys.js'
import { useLiveState } from '../provider/use-live.js'

/** As many as a list shows. */
export const MOST_MONITORS = MOST_ITEMS

/** How often what is looked at is read again, in milliseconds; not while the page is hidden or live updates are paused. */
const REFRESH_MS = 15_000

function useRefresh(): number | false {
  const [live] = useLiveState()
  return live === 'paused' ? false : REFRESH_MS
}

/** All of them up to a thousand, by name. */
export function useMonitors(org: string) {
  const { client, queryClient } = useMishap()
  const refetchInterval = useRefresh()
  return useQuery(
    {
      queryKey: queryKeys.uptimePart(org, 'monitors'),
      queryFn: () => everyPage((page) => client.listMonitors(org, page)),
      refetchInterval,
    },
    queryClient,
  )
}

/** Figures and bars of all of them. */
export function useUptime(org: string, query: MonitorUptimeQuery) {
  const { client, queryClient } = useMishap()
  const refetchInterval = useRefresh()
  return useQuery(
    {
      queryKey: queryKeys.uptimePart(org, 'figures', query),
      queryFn: async () => {
        const all = await everyPage((page) => client.listMonitorUptime(org, { ...query, ...page }))
        return new Map(all.map((one) => [one.monitorID, one]))
      },
      refetchInterval: refetchInterval === false ? false : refetchInterval * 2,
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
}

/** Who is told of it. */
export function useCoverage(org: string, id: number) {
  const { client, queryClient } = useMishap()
  return useQuery(
    {
      queryKey: queryKeys.uptimePart(org, 'coverage', id),
      queryFn: () => client.getMonitorCoverage(org, id),
      staleTime: 60_000,
    },
    queryClient,
  )
}

export function useMonitor(org: string, id: number) {
  const { client, queryClient } = useMishap()
  const refetchInterval = useRefresh()
  return useQuery(
    { queryKey: queryKeys.monitor(org, id), queryFn: () => client.getMonitor(org, id), refetchInterval },
    queryClient,
  )
}

export function useMonitorChecks(org: string, id: number, query: PageQuery & { readonly is_change?: boolean }) {
  const { client, queryClient } = useMishap()
  const refetchInterval = useRefresh()
  return useQuery(
    {
      queryKey: queryKeys.monitorPart(org, id, 'checks', query),
      queryFn: () => client.listMonitorChecks(org, id, query),
      refetchInterval: query.cursor === undefined || query.cursor === null ? refetchInterval : false,
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
}

/** Runs of a scheduled job, the newest first. */
export function useMonitorCheckIns(org: string, id: number, query: PageQuery) {
  const { client, queryClient } = useMishap()
  const refetchInterval = useRefresh()
  return useQuery(
    {
      queryKey: queryKeys.monitorPart(org, id, 'check-ins', query),
      queryFn: () => client.listMonitorCheckIns(org, id, query),
      refetchInterval,
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
}

/** Nothing is asked while `query` is null. */
export function useMonitorHistory(org: string, id: number, query: MonitorHistoryQuery | null) {
  const { client, queryClient } = useMishap()
  return useQuery(
    {
      queryKey: queryKeys.monitorPart(org, id, 'history', query),
      queryFn: () => (query === null ? [] : client.getMonitorHistory(org, id, query)),
      enabled: query !== null,
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
}

export function useChangeMonitors(org: string) {
  return useUptimeChange(org, (client, change: MonitorBulkInput) => client.changeMonitors(org, change))
}

export function useCheckNow(org: string) {
  return useUptimeChange(org, (client, id: number) => client.checkMonitor(org, id))
}

/** Makes one where `id` is null. */
export function useSaveMonitor(org: string) {
  return useUptimeChange(org, (client, { id, input }: { readonly id: number | null; readonly input: MonitorInput }) =>
    id === null ? client.createMonitor(org, input) : client.updateMonitor(org, id, input),
  )
}

/** Looks at what is typed, and keeps nothing. */
export function useTestMonitor(org: string) {
  const { client, queryClient } = useMishap()
  return useMutation({ mutationFn: (input: MonitorInput) => client.testMonitor(org, input) }, queryClient)
}

function useUptimeChange<Input, Result>(org: string, change: (client: MishapClient, input: Input) => Promise<Result>) {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: (input: Input) => change(client, input),
      onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.uptime(org) }),
    },
    queryClient,
  )
}

/** What is changed by saving one again: everything that it is set to. */
export function inputOf(monitor: Omit<MonitorJson, 'checks'>): MonitorInput {
  const { name, monitorType, url, expectedStatus, expectedBody, timeout, interval, isPaused } = monitor
  const { confirmationThreshold, recoveryThreshold, retryInterval, degradedAfter, certificateDays } = monitor
  const { request, assertions, dns, cron, group, tags, parentID, remindEvery } = monitor
  return {
    ...{ name, monitorType, url, expectedStatus, expectedBody, timeout, interval, isPaused, confirmationThreshold },
    ...{ recoveryThreshold, retryInterval, degradedAfter, certificateDays, request, assertions, dns, cron },
    ...{ group, tags, parentID, remindEvery, project: monitor.projectID },
  }
}
