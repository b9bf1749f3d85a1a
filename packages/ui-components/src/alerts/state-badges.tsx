import type { AlertJson } from '@mishap/core/client'
import { absoluteTime } from '@mishap/core/format'
import { Badge, type IconName, type Tone, useClock, useNow } from '../primitives/index.js'
import { type RuleState, ruleStates } from './rule-state.js'

const LOOKS: Readonly<Record<RuleState, { readonly words: string; readonly tone: Tone; readonly icon: IconName }>> = {
  on: { words: 'On', tone: 'ok', icon: 'check' },
  off: { words: 'Off', tone: 'neutral', icon: 'pause' },
  muted: { words: 'Muted', tone: 'warn', icon: 'mute' },
  quiet: { words: 'Quiet hours', tone: 'neutral', icon: 'moon' },
  failing: { words: 'Failing', tone: 'danger', icon: 'alert' },
  nobody: { words: 'Nobody is told', tone: 'danger', icon: 'alert' },
  idle: { words: 'Tells of nothing', tone: 'warn', icon: 'info' },
}

/** How a rule is; nothing where all is well. */
export function StateBadges({ alert }: { readonly alert: AlertJson }) {
  const now = useNow(60_000)
  const { locale, timeZone } = useClock()
  const states = ruleStates(alert, now).filter((state) => state !== 'on')
  return states.map((state) => {
    const { words, tone, icon } = LOOKS[state]
    const until = state === 'muted' && alert.mutedUntil !== null ? Date.parse(alert.mutedUntil) : null
    return (
      <Badge
        key={state}
        tone={tone}
        icon={icon}
        title={until === null ? undefined : absoluteTime(until, { locale, timeZone })}
      >
        {words}
        {until === null ? null : ` until ${shortTime(until, now, { locale, timeZone })}`}
      </Badge>
    )
  })
}

/** `14:30`, with the day where it is not today. */
function shortTime(at: number, now: number, { locale, timeZone }: { locale: string; timeZone: string | null }): string {
  const zone = timeZone === null ? {} : { timeZone }
  const day = (when: number) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone }).format(when)
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone })
  return day(at) === day(now) ? time.format(at) : `${day(at)}, ${time.format(at)}`
}
