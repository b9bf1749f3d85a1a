import { measure } from './measure.mjs'
import { recordSource } from './records.mjs'
import { loadCore } from './sources.mjs'

const core = await loadCore(
  'config.ts',
  'events/describe.ts',
  'events/payload.ts',
  'grouping/index.ts',
  'ingest/filters/index.ts',
  'ingest/prepare.ts',
  'ingest/scrub/index.ts',
  'ingest/search-text.ts',
  'protocol/encoding.ts',
  'protocol/envelope.ts',
  'protocol/json.ts',
  'protocol/normalize/index.ts',
)

const EVERY_FILTER = {
  browserExtensions: true,
  localhost: true,
  legacyBrowsers: true,
  webCrawlers: true,
  healthChecks: true,
  errorMessages: ['ResizeObserver*', '*chunk * failed*'],
  releases: ['0.*'],
  ipRanges: ['10.0.0.0/8'],
}

/** From an accepted request to an event ready to be written: stage by stage, and as a whole. */
export async function* prepare(sizeKb) {
  const record = recordSource(sizeKb)
  const records = Array.from({ length: 100 }, (_, i) => record(i))
  const limits = core.DEFAULT_LIMITS
  const scrub = core.createScrubber(core.DEFAULT_SCRUB_RULES)
  const about = {
    eventId: '0'.repeat(32),
    receivedAt: new Date(),
    sentAt: new Date(),
    ip: null,
    userAgent: null,
    scrubIp: false,
  }
  const bodies = records.map(({ body }) => core.decodeBody(body, 'gzip', limits.maxDecodedBytes))
  const payloads = bodies.map((body) => core.parseEnvelope(body, limits).items[0].payload)
  const normalized = payloads.map((payload) => core.normalizeEvent(core.parseJson(payload), about))
  const stages = {
    'gunzip the body': (i) => core.decodeBody(records[i % 100].body, 'gzip', limits.maxDecodedBytes),
    'take the envelope apart': (i) => core.parseEnvelope(bodies[i % 100], limits),
    'parse the JSON': (i) => core.parseJson(payloads[i % 100]),
    'parse and normalise': (i) => core.normalizeEvent(core.parseJson(payloads[i % 100]), about),
    scrub: (i) => scrub(normalized[i % 100]),
    'filter, by everything': (i) => core.filterEvent(normalized[i % 100], EVERY_FILTER, about),
    group: (i) => core.groupEvent(normalized[i % 100]),
    'describe and make searchable': (i) =>
      core.searchText(normalized[i % 100], core.describeEvent(normalized[i % 100])),
    'serialise and compress': (i) => core.encodePayload(normalized[i % 100]),
    'everything (prepareRecord)': (i) =>
      core.prepareRecord(records[i % 100], { limits, hooks: {}, scrub, filters: core.NO_FILTERS }),
  }
  for (const [stage, call] of Object.entries(stages)) yield { bench: 'prepare', stage, ...(await measure(call)) }
}
