import { readRuleQuery } from '../alerts/rules/query.js'
import { ALERT_BOUNDS, ALERT_TRIGGERS, type AlertFields, type AlertTrigger, MONITOR_TRIGGERS } from '../ports/alerts.js'
import {
  boolean,
  type Field,
  given,
  integer,
  listOf,
  nullable,
  object,
  oneOf,
  optional,
  readFields,
  text,
} from './input.js'
import { quietHours } from './quiet-hours-input.js'
import { parseTime } from './time.js'

/** Minutes and events are kept in two bytes, there as here. */
const MOST = 32_767
const MOST_DIGEST_MINUTES = 1440

export const count = integer(1, MOST)

const RULE = {
  uptime: optional(nullable(boolean)),
  isEnabled: optional(nullable(boolean)),
  triggers: optional(nullable(listOf(oneOf(...ALERT_TRIGGERS), 2 * ALERT_TRIGGERS.length))),
  users: optional(nullable(users)),
  query: optional(nullable(text({ max: ALERT_BOUNDS.query }))),
  cooldownMinutes: optional(nullable(count)),
  digestMinutes: optional(nullable(integer(0, MOST_DIGEST_MINUTES))),
  quietHours: optional(nullable(quietHours)),
  mutedUntil: optional(nullable(text({ max: 64 }))),
}

export type RuleFields = Omit<AlertFields, 'name' | 'timespanMinutes' | 'quantity' | 'recipients'>

/**
 * What a body sets of a rule; what it does not name stays as it is in `before`. Throws `invalid_input` where a search
 * cannot be read, or hours are none.
 */
export function readRule(body: unknown, before: Pick<AlertFields, 'triggers'>, now: Date): Partial<RuleFields> {
  const { uptime, triggers, isEnabled, users, query, cooldownMinutes, digestMinutes, ...rest } = readFields(body, RULE)
  const { mutedUntil } = rest
  if (query) readRuleQuery(query)
  return given({
    ...{ isEnabled: isEnabled ?? undefined, triggers: triggersOf(before.triggers, { uptime, triggers }) },
    ...{ users, query: query === null ? '' : query, cooldownMinutes },
    digestMinutes: digestMinutes === null ? 0 : digestMinutes,
    quietHours: rest.quietHours,
    mutedUntil: mutedUntil ? parseTime(mutedUntil, now, 'mutedUntil') : mutedUntil === undefined ? undefined : null,
  })
}

/** Whether all of what GlitchTip calls uptime is told of. */
export function isUptime(triggers: readonly AlertTrigger[]): boolean {
  return MONITOR_TRIGGERS.every((one) => triggers.includes(one))
}

/** Clients send back what they got beside what they change: what differs is the change. */
function triggersOf(
  before: readonly AlertTrigger[],
  wanted: {
    readonly uptime: boolean | null | undefined
    readonly triggers: readonly AlertTrigger[] | null | undefined
  },
): readonly AlertTrigger[] | undefined {
  const { uptime, triggers } = wanted
  const named = triggers === undefined ? before : (triggers ?? [])
  const others = named.filter((one) => !MONITOR_TRIGGERS.some((monitor) => monitor === one))
  if (uptime != null && uptime !== isUptime(before)) return uptime ? [...others, ...MONITOR_TRIGGERS] : others
  return triggers === undefined ? undefined : named
}

function users(value: unknown, loc: Parameters<Field<unknown>>[1]): NonNullable<AlertFields['users']> {
  return readFields(object(value, loc), { quantity: count, minutes: count })
}
