import type { AlertInput, AlertReachJson, AlertRecipientJson, OrganizationAlertJson } from '@mishap/core/client'
import { mailConfig } from '../../alerts/mail-config.js'
import { membersOf } from './people.js'
import type { MemoryStore } from './store.js'

const MASK = '********'
const SECRETS = new Set(['botToken', 'routingKey', 'apiKey', 'secret'])

/** Who would be told: those in the teams stand in for the owner and the assignee, who are not known before. */
export function reachOf(store: MemoryStore, { alertRecipients, project }: OrganizationAlertJson): AlertReachJson {
  const mails = alertRecipients.filter(({ recipientType }) => recipientType === 'email')
  const configs = alertRecipients.length === 0 ? [mailConfig({})] : mails.map(({ config }) => mailConfig(config))
  const members = membersOf(store)
  const teams = store.projects.find(({ id }) => id === project.id)?.teams.map(({ slug }) => slug) ?? []
  const inTeams = (slugs: readonly string[]) =>
    members.filter((member) => member.user !== null && member.teams.some((slug) => slugs.includes(slug)))
  const people = configs.flatMap(({ audience, users, teams: named, addresses }) => [
    ...(audience.length === 0 ? [] : inTeams(teams).map(({ email }) => email)),
    ...inTeams(named).map(({ email }) => email),
    ...members.filter(({ user }) => user !== null && users.includes(user.id)).map(({ email }) => email),
    ...addresses,
  ])
  const channels = alertRecipients.map(({ recipientType }) => recipientType).filter((type) => type !== 'email')
  return { people: new Set(people).size, channels }
}

/** What is refused, by field. */
export function alertFaults({ name, alertRecipients, quantity, timespanMinutes }: AlertInput): Record<string, string> {
  const isAddress = (url: string) => /^https?:\/\/\S+$/.test(url) && URL.canParse(url)
  const wants = (alertRecipients ?? []).find(
    ({ recipientType, url }) => !WITHOUT_ADDRESS.has(recipientType) && !isAddress(url ?? ''),
  )
  const isNumber = (value: number | null | undefined) =>
    value === null || value === undefined || (Number.isInteger(value) && value > 0 && value <= 32_767)
  return {
    ...(name !== null && name !== undefined && name.trim().length > 255
      ? { name: 'Wanted at most 255 characters' }
      : {}),
    ...(wants === undefined ? {} : { url: 'Wanted an address such as https://hooks.example.com/…' }),
    ...(isNumber(quantity) ? {} : { quantity: 'Wanted 1 to 32767' }),
    ...(isNumber(timespanMinutes) ? {} : { timespanMinutes: 'Wanted 1 to 32767' }),
  }
}

const WITHOUT_ADDRESS = new Set(['email', 'telegram', 'pagerduty', 'opsgenie', 'slack_app'])

/** As the server tells it: without secrets, and of its own ways no more of an address than the host. */
export function shownRecipient(recipient: AlertRecipientJson): AlertRecipientJson {
  const { recipientType, url, config } = recipient
  const shown = Object.entries(config).map(([key, value]) => [key, SECRETS.has(key) && value !== '' ? MASK : value])
  const isHidden = HIDDEN_ADDRESSES.has(recipientType) && URL.canParse(url)
  return { ...recipient, url: isHidden ? `${new URL(url).origin}/${MASK}` : url, config: Object.fromEntries(shown) }
}

const HIDDEN_ADDRESSES = new Set(['slack', 'signed', 'template'])

/** An address that comes back as it was told stays what it was. */
export function keptUrl(given: string, before: string): string {
  return given.endsWith(MASK) ? before : given
}

/** A secret that comes back as it was told stays what it was. */
export function keptConfig(
  given: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, value === MASK ? (before[key] ?? '') : value]),
  )
}
