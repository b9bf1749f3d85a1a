import type { Context } from '../context.js'
import { liveStreamsOf } from '../http/live-streams.js'
import { inTime } from '../in-time.js'
import { doorOf } from '../ingest/door.js'
import { type Family, gaugeFamily } from './family.js'

/** A scrape must end before Prometheus loses patience, which is after ten seconds. */
const PATIENCE_MS = 2_000
const TOTALS_MS = 60_000

/** All families of an app, as they are now. Never rejects: what does not answer is left out. */
export async function gatherMetrics(context: Context): Promise<readonly Family[]> {
  const { metrics, config } = context
  const [ofProcess, disk, storage, buffer, totals, deliveries] = await Promise.all([
    metrics.process.families(),
    diskFamilies(context),
    storageFamilies(context),
    bufferFamilies(context),
    totalsOf(context),
    deliveryFamilies(context),
  ])
  const build: Family = {
    ...{ name: 'mishap_build_info', help: 'The version that runs.', type: 'gauge' as const },
    samples: [{ labels: { version: config.version, node: process.version }, value: 1 }],
  }
  const step = metrics.jobs.oldestStep()
  const stepFor = step === null ? 0 : Math.max(0, context.clock.now().getTime() - step.getTime()) / 1000
  const oldestStep = gaugeFamily(
    'mishap_job_oldest_step_seconds',
    'How long the oldest step has been going on.',
    stepFor,
  )
  const streams = gaugeFamily(
    'mishap_live_streams',
    'Pages that are told what happens.',
    liveStreamsOf(context).count(),
  )
  return [
    build,
    oldestStep,
    streams,
    ...metrics.families(),
    ...buffer,
    ...disk,
    ...storage,
    ...totals,
    ...deliveries,
    ...ofProcess,
  ]
}

async function diskFamilies({ guards, clock }: Context): Promise<readonly Family[]> {
  const asked = guards.map((guard) => inTime(clock, guard.space?.() ?? Promise.resolve(null), PATIENCE_MS))
  const answers = await Promise.allSettled(asked)
  for (const answer of answers) {
    // A disk that does not answer is left out.
    if (answer.status === 'rejected' || answer.value === null) continue
    const { freeBytes, totalBytes } = answer.value
    return [
      gaugeFamily('mishap_disk_free_bytes', 'Room on the disk of the data directory.', freeBytes),
      gaugeFamily('mishap_disk_size_bytes', 'All of that disk.', totalBytes),
    ]
  }
  return []
}

async function storageFamilies(context: Context): Promise<readonly Family[]> {
  return [await isUp(context), ...connectionFamilies(context)]
}

async function isUp({ storage, clock }: Context): Promise<Family> {
  const answer = await inTime(clock, storage.ping(), PATIENCE_MS).then(
    () => 1,
    () => 0,
  )
  return gaugeFamily('mishap_storage_up', 'Whether the storage answered when this was asked for.', answer)
}

function connectionFamilies({ storage }: Context): readonly Family[] {
  const connections = storage.connections?.()
  if (connections === undefined) return []
  const { open, idle, waiting, max } = connections
  return [
    {
      ...{ name: 'mishap_db_pool_connections', help: 'Connections to the database.', type: 'gauge' },
      samples: [
        { labels: { state: 'active' }, value: open - idle },
        { labels: { state: 'idle' }, value: idle },
      ],
    },
    gaugeFamily('mishap_db_pool_waiting', 'Who waits for a connection.', waiting),
    ...(max === null ? [] : [gaugeFamily('mishap_db_pool_max', 'Connections that there may be.', max)]),
  ]
}

async function bufferFamilies(context: Context): Promise<readonly Family[]> {
  const { buffer, clock } = context
  const refusing = doorOf(context).intake.refusal() === null ? 0 : 1
  const families = [gaugeFamily('mishap_ingest_refusing', 'Whether every request of an SDK is refused.', refusing)]
  try {
    const [{ records, bytes }, oldest] = await inTime(
      clock,
      Promise.all([buffer.waiting(), buffer.oldest()]),
      PATIENCE_MS,
    )
    const lag = oldest === null ? 0 : Math.max(0, clock.now().getTime() - oldest.getTime()) / 1000
    families.push(
      gaugeFamily('mishap_ingest_buffer_records', 'Requests that wait to be stored.', records),
      gaugeFamily('mishap_ingest_buffer_bytes', 'Bytes of those.', bytes),
      gaugeFamily('mishap_ingest_drain_lag_seconds', 'How long the oldest of those has waited.', lag),
    )
  } catch {
    // A buffer that is away: its gauges are missing, which is what rules look for.
  }
  return families
}

async function deliveryFamilies({ storage, clock }: Context): Promise<readonly Family[]> {
  try {
    const { count, dueAt } = await inTime(clock, storage.instance.pendingDeliveries(), PATIENCE_MS)
    const overdue = dueAt === null ? 0 : Math.max(0, clock.now().getTime() - dueAt.getTime()) / 1000
    return [
      gaugeFamily('mishap_deliveries_pending', 'Messages of alerts that are still to be sent.', count),
      gaugeFamily('mishap_deliveries_oldest_seconds', 'How long the first of those has been due.', overdue),
    ]
  } catch {
    // The storage is away, as `mishap_storage_up` tells.
    return []
  }
}

interface Totals {
  readonly until: number
  readonly families: Promise<readonly Family[]>
}

const known = new WeakMap<Context, Totals>()

/** Counting is a question to the storage that need not be asked at every scrape. */
async function totalsOf(context: Context): Promise<readonly Family[]> {
  const now = context.clock.now().getTime()
  const present = known.get(context)
  if (present !== undefined && now < present.until) return present.families
  const families = countTotals(context)
  known.set(context, { until: now + TOTALS_MS, families })
  return families
}

async function countTotals(context: Context): Promise<readonly Family[]> {
  const { storage, clock } = context
  try {
    const { users, organizations, projects } = await inTime(clock, storage.instance.counts(), PATIENCE_MS)
    return [
      gaugeFamily('mishap_users', 'Accounts of the instance.', users),
      gaugeFamily('mishap_organizations', 'Organizations of the instance.', organizations),
      gaugeFamily('mishap_projects', 'Projects of the instance.', projects),
    ]
  } catch {
    // The storage is away, as `mishap_storage_up` tells.
    known.delete(context)
    return []
  }
}
