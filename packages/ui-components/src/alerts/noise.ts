import type { AlertBackTestJson } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import type { AlertDraft } from './alert-draft.js'
import { onceWords, spanWords } from './rule-words.js'

/** More messages a week than people read. */
const NOISY_A_WEEK = 20
/** Of the back-test's days. */
const WEEKS = 2

/** A change that would make a rule quieter. */
export interface Quieter {
  /** `Raise to 100 events`. */
  readonly words: string
  readonly change: Partial<AlertDraft>
}

export function messagesAWeek({ messages }: Pick<AlertBackTestJson, 'messages'>): number {
  return messages / WEEKS
}

export function isNoisy(test: Pick<AlertBackTestJson, 'messages'>): boolean {
  return messagesAWeek(test) > NOISY_A_WEEK
}

/** What could be tried against noise, the gentlest first. Whether it helps the back-test says. */
export function quieterOnes(draft: AlertDraft): readonly Quieter[] {
  const { hasEvents, hasUsers, cooldown, digest, triggers } = draft
  const [events, users] = [Number(draft.events), Number(draft.users)]
  const raise = (value: number, factor: number) => Math.min(32_767, roundUp(value * factor))
  return [
    ...(hasEvents
      ? [2, 5].map((factor) => {
          const next = raise(events, factor)
          return { words: `Raise to ${counted(next, 'event')}`, change: { events: String(next) } }
        })
      : []),
    ...(hasUsers
      ? [2].map((factor) => {
          const next = raise(users, factor)
          return { words: `Raise to ${counted(next, 'user')}`, change: { users: String(next) } }
        })
      : []),
    ...(cooldown !== null && cooldown < 1440
      ? [{ words: `Tell of the same issue once ${onceWords(1440)}`, change: { cooldown: 1440 } }]
      : []),
    ...(digest < 60 ? [{ words: `Gather for ${spanWords(60)}`, change: { digest: 60 } }] : []),
    ...(digest >= 60 && digest < 1440 ? [{ words: 'Gather for a day', change: { digest: 1440 } }] : []),
    ...(triggers.includes('new_issue') && draft.query.trim() === ''
      ? [{ words: 'Only fatal errors and errors', change: { query: 'level:[fatal,error]' } }]
      : []),
  ].slice(0, MOST_TRIED)
}

const MOST_TRIED = 4
/** Less is no help. */
const HELPS = 0.7

/** Those that help, the best first: `3 messages instead of 40`. */
export function helpfulOnes(
  tried: readonly (Quieter & { readonly messages: number | null })[],
  now: number,
): readonly (Quieter & { readonly messages: number })[] {
  return tried
    .flatMap((one) =>
      one.messages !== null && one.messages <= now * HELPS ? [{ ...one, messages: one.messages }] : [],
    )
    .sort((a, b) => a.messages - b.messages)
    .slice(0, 2)
}

/** To a number that people would choose. */
function roundUp(value: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))))
  return (
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
      .map((factor) => factor * power)
      .find((step) => step >= value && Number.isInteger(step)) ?? value
  )
}
