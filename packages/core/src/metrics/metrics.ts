import type { Family } from './family.js'
import { createCounter, createGauge, createHistogram } from './instruments.js'
import { createProcessWatch, type ProcessWatch } from './process.js'

/** What one app measures of itself. Each app has its own: several in one process do not know of each other. */
export interface Metrics {
  readonly http: HttpMetrics
  readonly ingest: IngestMetrics
  readonly jobs: JobMetrics
  readonly checks: CheckMetrics
  readonly deliveries: DeliveryMetrics
  readonly process: ProcessWatch
  /** Everything that was counted, as it is now; what has to be asked for is not in it. */
  families(): readonly Family[]
}

export interface HttpMetrics {
  /** Notes a request that has come. Call what it answers once, when there is an answer. */
  begin(): EndRequest
}

/** `route` is a row of a table of routes, never a path that somebody sent. Null: it does not count, or was not ours. */
export type EndRequest = (
  answered: { readonly route: string; readonly method: string; readonly status: number; readonly bytes: number } | null,
) => void

export interface IngestMetrics {
  /** One request of an SDK, at the door. `reason` comes from a fixed set and is empty where it was accepted. */
  request(kind: string, outcome: 'accepted' | 'rate_limited' | 'invalid', reason: string): void
  received(bytes: number): void
  /** Of words that are fixed sets, too. */
  items(category: string, outcome: string, reason: string, quantity: number): void
  /** One claim of the drain. */
  batch(result: 'ok' | 'failed', seconds: number): void
  /** A record that was stored so long after it had come. */
  stored(delaySeconds: number): void
  setAside(): void
}

export interface JobMetrics {
  /** Notes a step that begins; call what it answers when it has ended, however. `job` as it is called in logs. */
  begin(job: string, at: Date): () => void
  /** A step that has ended: `Thinning out events`. */
  ran(job: string, result: 'ok' | 'failed', seconds: number, at: Date): void
  /** When the step began that has not ended for the longest; null where none is on its way. */
  oldestStep(): Date | null
}

export interface CheckMetrics {
  begin(latenessSeconds: number): void
  end(): void
  found(type: string, result: 'up' | 'degraded' | 'down', seconds: number): void
}

export interface DeliveryMetrics {
  /** `skipped`: nobody was there to be told, such as on a server without a mail server. */
  attempted(channel: string, state: 'sent' | 'retried' | 'failed' | 'skipped', seconds: number): void
  /** A message that was taken so long after there was something to tell. */
  told(delaySeconds: number): void
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Powers of two from 256 bytes to 64 MiB. */
const BYTES = Array.from({ length: 19 }, (_, index) => 256 * 2 ** index)

const LATE_SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300]
const DELAY_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800]

/** Measures from now on. Timers begin when somebody asks for the first time. */
export function createMetrics(): Metrics {
  const families: (() => Family)[] = []
  const kept = <T extends { family(): Family }>(instrument: T): T => {
    families.push(() => instrument.family())
    return instrument
  }
  const counter = (name: string, help: string, ...labels: readonly string[]) =>
    kept(createCounter({ name, help, labels }))
  const gauge = (name: string, help: string, ...labels: readonly string[]) => kept(createGauge({ name, help, labels }))
  const histogram = (name: string, help: string, labels: readonly string[], bounds?: readonly number[]) =>
    kept(createHistogram({ name, help, labels }, bounds))
  return {
    http: httpMetrics({ gauge, histogram }),
    ingest: ingestMetrics({ counter, histogram }),
    jobs: jobMetrics({ counter, gauge, histogram }),
    checks: checkMetrics({ counter, gauge, histogram }),
    deliveries: deliveryMetrics({ counter, histogram }),
    process: createProcessWatch(),
    families: () => families.map((family) => family()),
  }
}

type NewCounter = (name: string, help: string, ...labels: readonly string[]) => ReturnType<typeof createCounter>
type NewGauge = (name: string, help: string, ...labels: readonly string[]) => ReturnType<typeof createGauge>
type NewHistogram = (
  name: string,
  help: string,
  labels: readonly string[],
  bounds?: readonly number[],
) => ReturnType<typeof createHistogram>

function httpMetrics({ gauge, histogram }: { gauge: NewGauge; histogram: NewHistogram }): HttpMetrics {
  const duration = histogram(
    HTTP_DURATION,
    'From a request to its answer, by the route that took it. Of a stream to its beginning.',
    ['route', 'method', 'status'],
  )
  const sizes = histogram(HTTP_SIZE, 'Bodies of answers, but streams.', [], BYTES)
  const inFlight = gauge('mishap_http_requests_in_flight', 'Requests that wait for their answer.')
  let open = 0
  return {
    begin: () => {
      inFlight.set((open += 1))
      const startedAt = performance.now()
      return (answered) => {
        inFlight.set((open -= 1))
        if (answered === null) return
        const { route, method, status, bytes } = answered
        const seconds = (performance.now() - startedAt) / 1000
        duration.observe(seconds, route, METHODS.has(method) ? method : 'other', String(status))
        sizes.observe(bytes)
      }
    },
  }
}

export const HTTP_DURATION = 'mishap_http_request_duration_seconds'
export const HTTP_SIZE = 'mishap_http_response_size_bytes'

function ingestMetrics({ counter, histogram }: { counter: NewCounter; histogram: NewHistogram }): IngestMetrics {
  const requests = counter(
    'mishap_ingest_requests_total',
    'Requests of SDKs, by what became of them at the door.',
    ...['kind', 'outcome', 'reason'],
  )
  const received = counter('mishap_ingest_received_bytes_total', 'Accepted bodies, as they came over the wire.')
  const items = counter(
    'mishap_ingest_items_total',
    'Items of requests: those accepted once they are stored, the others when they are refused.',
    ...['category', 'outcome', 'reason'],
  )
  const batches = histogram('mishap_ingest_batch_duration_seconds', 'Storing what was claimed from the buffer.', [
    'result',
  ])
  const stored = counter('mishap_ingest_batch_records_total', 'Requests that were stored.')
  const delay = histogram('mishap_ingest_store_delay_seconds', 'From receipt until stored.', [], DELAY_SECONDS)
  const aside = counter('mishap_ingest_set_aside_total', 'Requests, or parts of them, that can never be stored.')
  return {
    request: (kind, outcome, reason) => requests.add(1, kind, outcome, reason),
    received: (bytes) => received.add(bytes),
    items: (category, outcome, reason, quantity) => items.add(quantity, category, outcome, reason),
    batch: (result, seconds) => batches.observe(seconds, result),
    stored: (delaySeconds) => {
      stored.add(1)
      delay.observe(delaySeconds)
    },
    setAside: () => aside.add(1),
  }
}

function jobMetrics({
  counter,
  gauge,
  histogram,
}: {
  counter: NewCounter
  gauge: NewGauge
  histogram: NewHistogram
}): JobMetrics {
  // Not `job`: Prometheus gives each target a label of that name.
  const runs = counter('mishap_job_runs_total', 'Steps of background work in this process.', 'task', 'result')
  const duration = histogram('mishap_job_duration_seconds', 'How long such a step takes.', ['task'])
  const last = gauge('mishap_job_last_success_timestamp_seconds', 'When one last went well, since 1970.', 'task')
  const steps = new Map<symbol, Date>()
  return {
    begin: (name, at) => {
      const step = Symbol(name)
      steps.set(step, at)
      return () => steps.delete(step)
    },
    oldestStep: () => [...steps.values()].reduce<Date | null>((a, b) => (a === null || b < a ? b : a), null),
    ran: (name, result, seconds, at) => {
      const task = name.toLowerCase().replaceAll(' ', '_')
      runs.add(1, task, result)
      duration.observe(seconds, task)
      if (result === 'ok') last.set(at.getTime() / 1000, task)
    },
  }
}

function checkMetrics({
  counter,
  gauge,
  histogram,
}: {
  counter: NewCounter
  gauge: NewGauge
  histogram: NewHistogram
}): CheckMetrics {
  const checks = counter('mishap_checks_total', 'Checks of monitors by what they found.', 'type', 'result')
  const duration = histogram('mishap_check_duration_seconds', 'From asking until it is known.', ['type'])
  const late = histogram('mishap_check_lateness_seconds', 'From when it was due until it began.', [], LATE_SECONDS)
  const inFlight = gauge('mishap_checks_in_flight', 'Checks that are on their way.')
  let open = 0
  return {
    begin: (latenessSeconds) => {
      inFlight.set((open += 1))
      late.observe(Math.max(0, latenessSeconds))
    },
    end: () => inFlight.set((open -= 1)),
    found: (type, result, seconds) => {
      checks.add(1, type, result)
      duration.observe(seconds, type)
    },
  }
}

function deliveryMetrics({ counter, histogram }: { counter: NewCounter; histogram: NewHistogram }): DeliveryMetrics {
  const attempts = counter('mishap_deliveries_total', 'Attempts to tell of an alert.', 'channel', 'state')
  const duration = histogram('mishap_delivery_duration_seconds', 'How long such an attempt takes.', ['channel'])
  const delay = histogram(
    'mishap_delivery_delay_seconds',
    'From when there was something to tell until it was told.',
    [],
    DELAY_SECONDS,
  )
  return {
    told: (delaySeconds) => delay.observe(delaySeconds),
    attempted: (channel, state, seconds) => {
      attempts.add(1, channel, state)
      duration.observe(seconds, channel)
    },
  }
}
