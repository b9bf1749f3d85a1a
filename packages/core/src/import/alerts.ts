import { errorCode } from '../errors.js'
import { type AlertFields, MONITOR_TRIGGERS, PLAIN_ALERT, RECIPIENT_KINDS } from '../ports/alerts.js'
import type { Project } from '../ports/model.js'
import { countOf, entriesOf, entryOf, idOf, type RemoteEntry, textOf } from './entry.js'
import { allOf, type ImportJob, placeOf } from './job.js'
import { isOwnAlert, ownRecipientOf, ownRuleOf, type RemotePeople, readPeople } from './own-alerts.js'
import type { ProjectPair } from './projects.js'

interface AlertPlace {
  /** Null in a dry run, where it is not here yet. */
  readonly project: Project | null
  readonly slug: string
  readonly people: () => Promise<RemotePeople>
}

/**
 * Brings the alerts of GlitchTip's kind, and all of Mishap's that may be read. Sentry's rules are another language: they are
 * kept in the report.
 */
export async function importAlerts(job: ImportJob, pairs: readonly ProjectPair[]): Promise<void> {
  let known: Promise<RemotePeople> | null = null
  const people = () => {
    known ??= readPeople(job, job.organization)
    return known
  }
  for (const [index, { remote, project }] of pairs.entries()) {
    job.tell('alerts', index, pairs.length)
    const at = `projects/${encodeURIComponent(job.remoteSlug)}/${encodeURIComponent(remote.slug)}/alerts/`
    const entries = (await job.remote.listIfAllowed(at)) ?? []
    job.tally.found('alerts', entries.length)
    for (const entry of entries) await importAlert(job, { project, slug: remote.slug, people }, entry)
  }
  job.tell('alerts', pairs.length, pairs.length)
}

async function importAlert(job: ImportJob, place: AlertPlace, entry: RemoteEntry): Promise<void> {
  const { tally, organization, isDryRun, context } = job
  const { project, slug, people } = place
  const id = idOf(entry)
  const name = `${slug}: ${textOf(entry, 'name') ?? id ?? '?'}`
  const read = await readAlertOf(job, entry, people)
  if (id === null || typeof read === 'string') {
    tally.skip('alerts', name, typeof read === 'string' ? read : NONE)
    tally.notBrought('alerts', [{ project: slug, ...entry }])
    return
  }
  const { alert, lost } = read
  if (project !== null && organization !== null) {
    const marks = await context.storage.imports.find(placeOf(job, organization, 'alert'), [`${project.id}:${id}`])
    if (marks.size > 0 || (await isHere(job, project, alert))) return tally.present('alerts')
  }
  tally.made('alerts')
  if (lost.length > 0) tally.note(lossOf(name, alert, lost))
  if (project === null || organization === null || isDryRun) return
  const made = await context.storage.alerts.create(organization.id, project.id, alert, context.clock.now())
  const mark = { remoteId: `${project.id}:${id}`, localId: made.id, state: {} }
  await context.storage.imports.set(placeOf(job, organization, 'alert'), mark)
}

const NONE = 'it is no alert that there is here'

function lossOf(name: string, { recipients }: AlertFields, lost: readonly string[]): string {
  const without = `The alert ${name} comes without ${lost.join(', ')}: what is secret in it is told to nobody.`
  return recipients.length > 0 ? `${without} Add it here.` : `${without} Add it here, then switch the alert on.`
}

/** A run that was killed may have made it without a note. */
async function isHere({ context }: ImportJob, { organizationId, id }: Project, alert: AlertFields): Promise<boolean> {
  const own = await allOf((page) => context.storage.alerts.list(organizationId, id, page))
  return own.some((one) => sameText(one) === sameText(alert))
}

function sameText({ name, timespanMinutes, quantity, triggers, users, query, recipients }: AlertFields): string {
  const places = recipients.map(({ kind, url }) => [kind, url])
  return JSON.stringify([name, timespanMinutes, quantity, triggers, users, query, places])
}

/** Or why there is none. */
async function readAlertOf(
  job: ImportJob,
  entry: RemoteEntry,
  people: AlertPlace['people'],
): Promise<{ readonly alert: AlertFields; readonly lost: readonly string[] } | string> {
  const isOwn = isOwnAlert(entry)
  if (!Array.isArray(entry.alertRecipients)) return NONE
  try {
    const found = await Promise.all(
      entriesOf(entry.alertRecipients).map(async (one) => {
        const own = isOwn ? await ownRecipientOf(job, one, people) : null
        return own ?? recipientOf(one)
      }),
    )
    if (found.includes(null)) return NONE
    const recipients = found.flatMap((one) => (one === null || typeof one === 'string' ? [] : [one]))
    const lost = found.filter((one) => typeof one === 'string')
    const alert = {
      ...PLAIN_ALERT,
      name: textOf(entry, 'name', 255) ?? '',
      timespanMinutes: countOf(entry, 'timespanMinutes') || null,
      quantity: countOf(entry, 'quantity') || null,
      ...(isOwn ? ownRuleOf(job, entry) : { triggers: entry.uptime === true ? MONITOR_TRIGGERS : [] }),
      recipients,
    }
    // Without recipients it would tell the teams of the project.
    const isLost = lost.length > 0 && recipients.length === 0
    return { alert: isLost ? { ...alert, isEnabled: false } : alert, lost }
  } catch (error) {
    if (errorCode(error) !== 'invalid_input' || !(error instanceof Error)) throw error
    return error.message
  }
}

function recipientOf(entry: RemoteEntry): AlertFields['recipients'][number] | null {
  // GlitchTip up to 4 calls every webhook "webhook", some versions "general".
  const name = textOf(entry, 'recipientType', 16)
  const kind = RECIPIENT_KINDS.find((one) => one === (name === 'general' ? 'webhook' : name))
  const url = textOf(entry, 'url', 2000) ?? ''
  if (kind === undefined || (kind !== 'email' && !URL.canParse(url))) return null
  const tags = Array.isArray(entry.tagsToAdd) ? entry.tagsToAdd.filter((tag) => typeof tag === 'string') : []
  return { kind, url, tags, config: entryOf(entry, 'config') }
}
