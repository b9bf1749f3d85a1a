import { measure } from './measure.mjs'
import { recordSource } from './records.mjs'
import { loadCore } from './sources.mjs'

const core = await loadCore(
  'config.ts',
  'grouping/index.ts',
  'protocol/encoding.ts',
  'protocol/envelope.ts',
  'protocol/json.ts',
  'protocol/normalize/index.ts',
)

/** Rules as a busy project has them. */
const RULES = core.compileGroupingRules({
  fingerprint: `error.type:TimeoutError stack.function:"pay*" -> timeout, {{ tags.region }}
message:"*connection refused*" -> connection-refused
stack.abs_path:**/vendor/** level:warning -> {{ default }}, vendor`,
  stack: `stack.module:acme.framework.* -app
stack.abs_path:**/generated/** -group
stack.function:handleRequest v-group`,
}).rules

/** The hashes of an event by each engine, with rules and with its explanation. */
export async function* group(sizeKb) {
  const record = recordSource(sizeKb)
  const limits = core.DEFAULT_LIMITS
  const about = {
    eventId: '0'.repeat(32),
    receivedAt: new Date(),
    sentAt: new Date(),
    ip: null,
    userAgent: null,
    scrubIp: false,
  }
  const events = Array.from({ length: 100 }, (_, i) => {
    const body = core.decodeBody(record(i).body, 'gzip', limits.maxDecodedBytes)
    return core.normalizeEvent(core.parseJson(core.parseEnvelope(body, limits).items[0].payload), about)
  })
  const stages = {
    g0: (i) => core.groupEvent(events[i % 100], { version: 'g0' }),
    g1: (i) => core.groupEvent(events[i % 100], { version: 'g1' }),
    'g1 with six rules': (i) => core.groupEvent(events[i % 100], { version: 'g1', rules: RULES }),
    'g1, explained': (i) => core.explainGrouping(events[i % 100], { version: 'g1' }),
  }
  for (const [stage, call] of Object.entries(stages)) yield { bench: 'group', stage, ...(await measure(call)) }
}
