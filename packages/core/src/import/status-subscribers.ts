import { isEmail } from '../auth/users.js'
import type { StatusPage } from '../ports/status-pages.js'
import { MOST_STATUS_SUBSCRIBERS } from '../ports/status-subscribers.js'
import { idOf, textOf, timeOf } from './entry.js'
import { type ImportJob, pathOf, placeOf } from './job.js'

/**
 * Those who have said yes there are told of the page here, and are told nothing of that. Whoever leaves here is not
 * brought again: each comes once. `page` is null in a dry run where it is not here yet.
 */
export async function importSubscribers(job: ImportJob, remoteSlug: string, page: StatusPage | null): Promise<void> {
  const { remote, tally, organization, isDryRun, context } = job
  const { statusSubscribers, imports } = context.storage
  const at = `${pathOf(job)}status-pages/${encodeURIComponent(remoteSlug)}/subscribers/`
  const entries = ((await remote.listIfAllowed(at)) ?? []).flatMap((entry) => {
    const [id, email] = [idOf(entry), textOf(entry, 'email')]
    const isConfirmed = timeOf(entry, 'confirmed') !== null
    return id !== null && email !== null && isEmail(email) && isConfirmed ? [{ id, email }] : []
  })
  if (entries.length === 0) return
  tally.found('subscribers', entries.length)
  const place = organization === null ? null : placeOf(job, organization, 'status-subscriber')
  const ids = entries.map(({ id }) => id)
  const brought = place === null ? new Map() : await imports.find(place, ids)
  for (const { id, email } of entries) {
    if (brought.has(id)) {
      tally.present('subscribers')
      continue
    }
    if (place === null || page === null || isDryRun) {
      tally.made('subscribers')
      continue
    }
    const now = context.clock.now()
    const subscriber = await statusSubscribers.subscribe(place.organizationId, page.id, email, now)
    if (subscriber === null) {
      tally.skip('subscribers', email, `the page has ${MOST_STATUS_SUBSCRIBERS} already`)
      continue
    }
    if (subscriber.confirmedAt === null) await statusSubscribers.confirm(subscriber.token, now)
    if (subscriber.confirmedAt === null) tally.made('subscribers')
    else tally.present('subscribers')
    await imports.set(place, { remoteId: id, localId: subscriber.id, state: {} })
  }
}
