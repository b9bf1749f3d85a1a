import {
  type AlertClient,
  type AlertCoverageJson,
  type AlertInput,
  type AlertJson,
  type AlertProjectJson,
  type AlertRecipientInput,
  type AlertRecipientJson,
  type AlertTrigger,
  ApiError,
  type ChannelStateJson,
  type DeliveryDetailJson,
  type DeliveryJson,
  type OrganizationAlertJson,
} from '@mishap/core/client'
import { UPTIME } from '../../alerts/triggers.js'
import { alertFaults, keptConfig, keptUrl, reachOf, shownRecipient } from './alert-people.js'
import { pageOf } from './page.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

type AlertMethods = Omit<AlertClient, 'listMutes' | 'createMute' | 'deleteMute'>

const HOST_GONE = 'The name was not found'

/** Alerts of the first organization and what they told. Whatever is of `.invalid` takes no message; all else does. */
export function alerts(store: MemoryStore, fixtures: MemoryFixtures): AlertMethods {
  const { signedIn } = store
  const first = store.organizations[0]?.slug
  let all: readonly OrganizationAlertJson[] = fixtures.alerts ?? []
  let log = [...(fixtures.deliveries ?? [])].sort((a, b) => Date.parse(b.created) - Date.parse(a.created))

  const shown = (alert: OrganizationAlertJson): OrganizationAlertJson => ({
    ...alert,
    alertRecipients: alert.alertRecipients.map(shownRecipient),
    reach: reachOf(store, alert),
  })
  const ofOrg = (org: string) => (store.organization(org).slug === first ? all : [])
  const one = (org: string, slug: string, id: number) => {
    const { id: projectId } = store.project(org, slug)
    return found(ofOrg(org).find((alert) => alert.id === id && alert.project.id === projectId))
  }
  const put = (alert: OrganizationAlertJson): AlertJson => {
    all = all.some(({ id }) => id === alert.id)
      ? all.map((each) => (each.id === alert.id ? alert : each))
      : [...all, alert]
    return withoutProject(shown(alert))
  }
  const changed = (before: OrganizationAlertJson, input: AlertInput): OrganizationAlertJson => {
    const faults = alertFaults(input)
    const [message] = Object.values(faults)
    if (message !== undefined) throw new ApiError(422, message, { fields: faults })
    const { name, alertRecipients, uptime: _, ...rest } = input
    const triggers = triggersOf(before, input)
    return {
      ...before,
      ...rest,
      name: name === undefined ? before.name : (name ?? '').trim(),
      triggers: [...triggers],
      uptime: isUptime(triggers),
      alertRecipients: (alertRecipients ?? []).map((one) => recipientOf(one, before.alertRecipients)),
    }
  }
  const recipientOf = (
    { id, recipientType, url, config, tagsToAdd, ...flat }: AlertRecipientInput,
    before: readonly AlertRecipientJson[],
  ): AlertRecipientJson => {
    const ofType = before.filter((each) => each.recipientType === recipientType)
    const kept = ofType.find((each) => each.id === id) ?? ofType.find((each) => each.url === url)
    const given = { ...(config as Readonly<Record<string, unknown>> | undefined), ...flat }
    return {
      ...{ id: kept?.id ?? Number(store.newId()), recipientType, tagsToAdd: [...(tagsToAdd ?? [])] },
      ...{ url: keptUrl(url ?? '', kept?.url ?? ''), config: keptConfig(given, kept?.config ?? {}) },
    }
  }
  const blank = (project: AlertProjectJson): OrganizationAlertJson => ({
    ...{ id: Number(store.newId()), name: '', timespanMinutes: null, quantity: null, uptime: false, project },
    ...{ alertRecipients: [], isEnabled: true, triggers: [], users: null, query: '', cooldownMinutes: null },
    ...{ digestMinutes: 0, quietHours: null, mutedUntil: null, created: store.now().toISOString(), lastFired: null },
    ...{ failing: [], reach: { people: 0, channels: [] } },
  })
  const projectOf = (org: string, slug: string): AlertProjectJson => {
    const { id, name } = store.project(org, slug)
    return { id, slug, name }
  }
  const deliveriesOf = (org: string) => (store.organization(org).slug === first ? log : [])
  const oneDelivery = (org: string, id: string) => found(deliveriesOf(org).find((each) => each.id === id))

  return {
    listAlerts: (org, slug, page) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        const own = ofOrg(org).filter(({ project }) => project.id === id)
        return pageOf(
          own.map((alert) => withoutProject(shown(alert))),
          page,
        )
      }),
    createAlert: (org, slug, input) => signedIn(() => put(changed(blank(projectOf(org, slug)), input))),
    getAlert: (org, slug, id) => signedIn(() => withoutProject(shown(one(org, slug, id)))),
    updateAlert: (org, slug, id, change) => signedIn(() => put(changed(one(org, slug, id), change))),
    deleteAlert: (org, slug, id) =>
      signedIn(() => {
        const gone = one(org, slug, id)
        all = all.filter((each) => each !== gone)
      }),
    testAlert: (org, slug, id, recipient) =>
      signedIn(() =>
        one(org, slug, id)
          .alertRecipients.filter((each) => recipient === undefined || each.id === recipient)
          .map((each) => ({ recipientType: each.recipientType, ...tried(each) })),
      ),
    backTestAlert: (org, slug, input) =>
      signedIn(() => {
        const alert = changed({ ...blank(projectOf(org, slug)), id: 0 }, input)
        const issues = store.findIssues(org, { project: [alert.project.id], query: alert.query })
        return { alert, issues, now: store.now().getTime() }
      }).then(async ({ alert, ...past }) => {
        // Read when it is wanted, like what it needs to know of hours.
        const { backTest } = await import('./alert-past.js')
        return backTest(alert, past)
      }),
    listDeliveries: (org, slug, id, page) =>
      signedIn(() => {
        const alert = one(org, slug, id)
        return pageOf(
          deliveriesOf(org)
            .filter(({ alertID }) => alertID === alert.id)
            .map(inList),
          page,
        )
      }),
    listOrganizationAlerts: (org, page) => signedIn(() => pageOf([...ofOrg(org)].sort(byProject).map(shown), page)),
    listAlertCoverage: (org, page) =>
      signedIn(() => {
        const mine = ofOrg(org)
        return pageOf(
          store.projectsOf(org).map(({ id, slug, name }) => coverageOf({ id, slug, name }, mine.map(shown))),
          page,
        )
      }),
    listOrganizationDeliveries: (org, query = {}) =>
      signedIn(() => {
        const { state, alert, project } = query
        const matching = deliveriesOf(org).filter(
          (each) =>
            (state === undefined || each.state === state) &&
            (alert === undefined || each.alertID === alert) &&
            (project === undefined || each.project.slug === project),
        )
        return pageOf(matching.map(inList), query)
      }),
    getDelivery: (org, id) => signedIn(() => oneDelivery(org, id)),
    retryDelivery: (org, id) =>
      signedIn(() => {
        const before = oneDelivery(org, id)
        if (before.state !== 'failed') throw new ApiError(409, 'Only a message that failed is sent again.')
        const isGone = before.target.endsWith('.invalid')
        const at = store.now().toISOString()
        const attempt = {
          ...{ at, duration: isGone ? 12 : 184, status: isGone ? null : 200, error: isGone ? HOST_GONE : '' },
          answer: isGone ? '' : 'ok',
        }
        const { answer: _, at: lastAttempt, ...facts } = attempt
        const after: DeliveryDetailJson = {
          ...{ ...before, ...facts, lastAttempt, attempts: before.attempts + 1 },
          ...{ state: isGone ? 'failed' : 'sent', history: [...before.history, attempt], nextAttempt: null },
        }
        log = log.map((each) => (each.id === id ? after : each))
        return after
      }),
    listChannelStates: (org) => signedIn(() => channelStates(ofOrg(org), deliveriesOf(org))),
  }
}

function isUptime(triggers: readonly AlertTrigger[]): boolean {
  return UPTIME.every((one) => triggers.includes(one))
}

/** Clients send back what they got beside what they change: what differs is the change. */
function triggersOf(before: OrganizationAlertJson, { uptime, triggers = before.triggers }: AlertInput) {
  const others = triggers.filter((one) => !UPTIME.includes(one))
  if (uptime === undefined || uptime === isUptime(before.triggers)) return triggers
  return uptime ? [...others, ...UPTIME] : others
}

function withoutProject({ project: _, ...alert }: OrganizationAlertJson): AlertJson {
  return alert
}

function inList({ payload: _, history: __, ...delivery }: DeliveryDetailJson): DeliveryJson {
  return delivery
}

function byProject(a: OrganizationAlertJson, b: OrganizationAlertJson): number {
  return a.project.name.localeCompare(b.project.name) || Date.parse(a.created) - Date.parse(b.created)
}

function tried({ recipientType, url }: AlertRecipientJson): {
  status: 'sent' | 'error' | 'skipped'
  message: string | null
} {
  if (recipientType === 'email') return { status: 'skipped', message: null }
  const isGone = URL.canParse(url) && new URL(url).hostname.endsWith('.invalid')
  return isGone ? { status: 'error', message: HOST_GONE } : { status: 'sent', message: null }
}

function coverageOf(project: AlertProjectJson, alerts: readonly OrganizationAlertJson[]): AlertCoverageJson {
  const own = alerts.filter((alert) => alert.project.id === project.id && alert.isEnabled)
  const sum = (some: readonly OrganizationAlertJson[]) => ({
    people: Math.max(0, ...some.map(({ reach }) => reach.people)),
    channels: some.flatMap(({ reach }) => reach.channels),
  })
  const isOfIssues = ({ triggers, quantity, users }: AlertJson) =>
    quantity !== null || users !== null || triggers.some((one) => ISSUE_TRIGGERS.includes(one))
  const isOfMonitors = ({ triggers, uptime }: AlertJson) => uptime || triggers.some((one) => one.startsWith('monitor_'))
  return { project, issues: sum(own.filter(isOfIssues)), monitors: sum(own.filter(isOfMonitors)) }
}

const ISSUE_TRIGGERS: readonly string[] = ['new_issue', 'regression', 'escalation']

function channelStates(
  alerts: readonly OrganizationAlertJson[],
  log: readonly DeliveryDetailJson[],
): readonly ChannelStateJson[] {
  const recipients = alerts.flatMap(({ alertRecipients }) => alertRecipients)
  const failing = new Set(alerts.flatMap((alert) => alert.failing.map(({ recipientID }) => recipientID)))
  return [...new Set(recipients.map(({ recipientType }) => recipientType))].map((recipientType) => {
    const own = recipients.filter((one) => one.recipientType === recipientType)
    const sent = log.find((one) => one.recipientType === recipientType && one.state === 'sent')
    return {
      ...{ recipientType, recipients: own.length, failing: own.filter(({ id }) => failing.has(id)).length },
      lastSent: sent?.lastAttempt ?? null,
    }
  })
}
