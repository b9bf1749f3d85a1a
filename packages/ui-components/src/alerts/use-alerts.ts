import {
  type AlertInput,
  type AlertJson,
  ApiError,
  type DeliveryQuery,
  type MishapClient,
  type OrganizationAlertJson,
  type PageQuery,
} from '@mishap/core/client'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useMishap } from '../provider/context.js'
import { everyPage } from '../provider/every-page.js'
import { queryKeys } from '../provider/query-keys.js'
import { useChange } from '../provider/use-changes.js'
import { useLiveState } from '../provider/use-live.js'
import { inputOfAlert } from './alert-input.js'

/** What is read of alerts, and under which keys it is kept. */
const alertQueries = {
  rules: (client: MishapClient, org: string) =>
    queryOptions({
      queryKey: queryKeys.alertPart(org, 'rules'),
      queryFn: () => everyPage((page) => client.listOrganizationAlerts(org, page)),
    }),
  coverage: (client: MishapClient, org: string) =>
    queryOptions({
      queryKey: queryKeys.alertPart(org, 'coverage'),
      queryFn: () => everyPage((page) => client.listAlertCoverage(org, page)),
    }),
  rule: (client: MishapClient, org: string, { id, project }: RuleId) =>
    queryOptions({
      queryKey: queryKeys.alertPart(org, 'rule', id),
      queryFn: () => findRule(client, org, { id, project }),
    }),
  deliveries: (client: MishapClient, org: string, query: PageQuery & DeliveryQuery) =>
    queryOptions({
      queryKey: queryKeys.alertPart(org, 'deliveries', query),
      queryFn: () => client.listOrganizationDeliveries(org, query),
    }),
  delivery: (client: MishapClient, org: string, id: string) =>
    queryOptions({ queryKey: queryKeys.alertPart(org, 'delivery', id), queryFn: () => client.getDelivery(org, id) }),
}

export interface RuleId {
  readonly id: number
  /** Slug; null where the address does not say, and the rule is looked for. */
  readonly project: string | null
}

/** Alerts act by themselves: an open page asks again every so often, but not while live updates are paused. */
const AGAIN_MS = 20_000

function useAgain(): number | false {
  const [live] = useLiveState()
  return live === 'paused' ? false : AGAIN_MS
}

/** Of all projects that the reader sees, a thousand at most. */
export function useRules(org: string) {
  const { client, queryClient } = useMishap()
  const refetchInterval = useAgain()
  return useQuery({ ...alertQueries.rules(client, org), refetchInterval }, queryClient)
}

/** How each way of telling people does. */
export function useChannelStates(org: string) {
  const { client, queryClient } = useMishap()
  return useQuery(
    { queryKey: queryKeys.alertPart(org, 'channels'), queryFn: () => client.listChannelStates(org) },
    queryClient,
  )
}

/** Who is told of what, by project. */
export function useAlertCoverage(org: string) {
  const { client, queryClient } = useMishap()
  return useQuery(alertQueries.coverage(client, org), queryClient)
}

export function useRule(org: string, rule: RuleId) {
  const { client, queryClient } = useMishap()
  const refetchInterval = useAgain()
  return useQuery({ ...alertQueries.rule(client, org, rule), refetchInterval }, queryClient)
}

/** The first page is read again by itself. */
export function useDeliveries(org: string, query: PageQuery & DeliveryQuery) {
  const { client, queryClient } = useMishap()
  const refetchInterval = useAgain()
  const isFirst = query.cursor === undefined || query.cursor === null
  return useQuery(
    {
      ...alertQueries.deliveries(client, org, query),
      refetchInterval: isFirst ? refetchInterval : false,
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
}

/** Nothing is read while `id` is null. */
export function useDelivery(org: string, id: string | null) {
  const { client, queryClient } = useMishap()
  return useQuery({ ...alertQueries.delivery(client, org, id ?? ''), enabled: id !== null }, queryClient)
}

/** Makes one where `id` is null. */
export function useSaveRule(org: string) {
  return useAlertChange(
    org,
    (
      client,
      { id, project, input }: { readonly id: number | null; readonly project: string; readonly input: AlertInput },
    ) => (id === null ? client.createAlert(org, project, input) : client.updateAlert(org, project, id, input)),
  )
}

/** Changes a little of one, and leaves the rest as it is. */
export function usePatchRule(org: string) {
  return useAlertChange(
    org,
    (client, { rule, change }: { readonly rule: OrganizationAlertJson; readonly change: AlertInput }) =>
      client.updateAlert(org, rule.project.slug, rule.id, { ...inputOfAlert(rule), ...change }),
  )
}

export function useDeleteRule(org: string) {
  return useAlertChange(org, (client, { project, id }: OrganizationAlertJson) =>
    client.deleteAlert(org, project.slug, id),
  )
}

export function useTestRule(org: string) {
  return useAlertChange(
    org,
    (client, { rule, recipient }: { readonly rule: OrganizationAlertJson; readonly recipient?: number }) =>
      client.testAlert(org, rule.project.slug, rule.id, recipient),
  )
}

export function useRetryDelivery(org: string) {
  return useAlertChange(org, (client, id: string) => client.retryDelivery(org, id))
}

function useAlertChange<Input, Output>(org: string, run: (client: MishapClient, input: Input) => Promise<Output>) {
  return useChange(run, () => [queryKeys.alerts(org)])
}

async function findRule(
  client: MishapClient,
  org: string,
  { id, project: slug }: RuleId,
): Promise<OrganizationAlertJson> {
  if (slug === null) {
    const all = await everyPage((page) => client.listOrganizationAlerts(org, page))
    const rule = all.find((one) => one.id === id)
    if (rule === undefined) throw new ApiError(404, 'There is no such alert.')
    return rule
  }
  const [alert, project]: [AlertJson, { id: string; slug: string; name: string }] = await Promise.all([
    client.getAlert(org, slug, id),
    client.getProject(org, slug),
  ])
  return { ...alert, project: { id: project.id, slug: project.slug, name: project.name } }
}
