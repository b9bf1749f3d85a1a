import type { InstanceStorageJson } from '../client/admin-types.js'
import type { Context } from '../context.js'
import { forecastOf } from './forecast.js'

const MOST_ORGANIZATIONS = 20

/** What is held: by part, by day, and by the organizations that hold the most. */
export async function instanceHoldings({ storage, settings, clock }: Context): Promise<InstanceStorageJson> {
  const { instance, organizations } = storage
  const [parts, days, heaviest, { retentionDays }] = await Promise.all([
    instance.sizes(),
    instance.days(),
    instance.heaviest(MOST_ORGANIZATIONS),
    settings.current(),
  ])
  const named = await Promise.all(
    heaviest.map(async ({ organizationId, events, bytes }) => {
      const organization = await organizations.get(organizationId)
      // Deleted meanwhile.
      if (organization === null) return null
      return { id: organization.id, slug: organization.slug, name: organization.name, events, bytes }
    }),
  )
  const today = clock.now().toISOString().slice(0, 10)
  return {
    bytes: parts.reduce((total, { bytes }) => total + bytes, 0),
    parts: parts.map((part) => ({ ...part })),
    days: days.map((day) => ({ ...day })),
    organizations: named.filter((one) => one !== null),
    forecast: forecastOf(days, { today, retentionDays }),
  }
}
