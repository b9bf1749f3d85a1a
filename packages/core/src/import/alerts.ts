import { type AlertFields, RECIPIENT_KINDS } from '../ports/alerts.js'
import type { Project } from '../ports/model.js'
import { countOf, entriesOf, entryOf, idOf, type RemoteEntry, textOf } from './entry.js'
import { allOf, type ImportJob, placeOf } from './job.js'
import type { ProjectPair } from './projects.js'

/** Brings the alerts of GlitchTip's kind. Sentry's rules are another language: they are kept in the report. */
export async function importAlerts(job: ImportJob, pairs: readonly ProjectPair[]): Promise<void> {
  for (const [index, { remote, project }] of pairs.entries()) {
    job.tell('alerts', index, pairs.length)
    const at = `projects/${encodeURIComponent(job.remoteSlug)}/${encodeURIComponent(remote.slug)}/alerts/`
    const entries = (await job.remote.listIfAllowed(at)) ?? []
    job.tally.found('alerts', entries.length)
    for (const entry of entries) await importAlert(job, { project, slug: remote.slug, entry })
  }
  job.tell('alerts', pairs.length, pairs.length)
}

async function importAlert(
  job: ImportJob,
  about: { readonly project: Project | null; readonly slug: string; readonly entry: RemoteEntry },
): Promise<void> {
  const { tally, organization, isDryRun, context } = job
  const { project, slug, entry } = about
  const [id, alert] = [idOf(entry), alertOf(entry)]
  if (id === null || alert === null) {
    tally.skip('alerts', `${slug}: ${textOf(entry, 'name') ?? id ?? '?'}`, 'it is no alert that there is here')
    tally.notBrought('alerts', [{ project: slug, ...entry }])
    return
  }
  if (project === null || organization === null) return tally.made('alerts')
  const place = placeOf(job, organization, 'alert')
  const remoteId = `${project.id}:${id}`
  const isBrought = (await context.storage.imports.find(place, [remoteId])).has(remoteId)
  if (isBrought || (await isHere(job, project, alert))) {
    tally.present('alerts')
    return
  }
  tally.made('alerts')
  if (isDryRun) return
  const made = await context.storage.alerts.create(organization.id, project.id, alert)
  await context.storage.imports.set(place, { remoteId, localId: made.id, state: {} })
}

/** A run that was killed may have made it without a note. */
async function isHere({ context }: ImportJob, { organizationId, id }: Project, alert: AlertFields): Promise<boolean> {
  const own = await allOf((page) => context.storage.alerts.list(organizationId, id, page))
  return own.some((one) => sameText(one) === sameText(alert))
}

function sameText({ name, timespanMinutes, quantity, uptime, recipients }: AlertFields): string {
  return JSON.stringify([name, timespanMinutes, quantity, uptime, recipients.map(({ kind, url }) => [kind, url])])
}

function alertOf(entry: RemoteEntry): AlertFields | null {
  const recipients = entriesOf(entry.alertRecipients).map(recipientOf)
  if (!Array.isArray(entry.alertRecipients) || recipients.includes(null)) return null
  return {
    name: textOf(entry, 'name', 255) ?? '',
    timespanMinutes: countOf(entry, 'timespanMinutes') || null,
    quantity: countOf(entry, 'quantity') || null,
    uptime: entry.uptime === true,
    recipients: recipients.filter((one) => one !== null),
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
