import type { DeliveryJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import type { IconName, Tone } from '../primitives/index.js'
import { TRIGGER_NAMES } from './rule-words.js'

interface Look {
  readonly words: string
  readonly tone: Tone
  readonly icon: IconName
}

const HELD: Readonly<Record<NonNullable<DeliveryJson['held']>, Look>> = {
  digest: { words: 'Gathering', tone: 'info', icon: 'layers' },
  quiet: { words: 'Waits for quiet hours', tone: 'neutral', icon: 'moon' },
  muted: { words: 'Muted', tone: 'warn', icon: 'mute' },
  rate: { words: 'Waits for its turn', tone: 'neutral', icon: 'clock' },
  paused: { words: 'Receiver is paused', tone: 'warn', icon: 'pause' },
}

/** How a message is, in a badge. */
export function deliveryLook({ state, held, attempts }: Pick<DeliveryJson, 'state' | 'held' | 'attempts'>): Look {
  if (state === 'sent') return { words: 'Sent', tone: 'ok', icon: 'check' }
  if (isWithheld({ state, held })) return { words: 'Withheld', tone: 'neutral', icon: 'mute' }
  if (state === 'failed') return { words: 'Not delivered', tone: 'danger', icon: 'alert' }
  if (state === 'superseded') return { words: 'Overtaken', tone: 'neutral', icon: 'layers' }
  if (held !== null) return HELD[held]
  return attempts === 0
    ? { words: 'Leaves now', tone: 'info', icon: 'clock' }
    : { words: 'Is tried again', tone: 'warn', icon: 'refresh' }
}

/** Nobody was to hear of it any more when it was to leave: nothing is wrong with the receiver. */
function isWithheld({ state, held }: Pick<DeliveryJson, 'state' | 'held'>): boolean {
  return state === 'failed' && held === 'muted'
}

const WHY_HELD: Readonly<Record<NonNullable<DeliveryJson['held']>, string>> = {
  digest: 'It waits for what else happens, to leave as one message.',
  quiet: 'The rule keeps quiet now. It leaves when the quiet hours end.',
  muted: 'Somebody has muted this. It leaves when that ends, where there is still something to tell.',
  rate: 'The receiver gets no more than so many messages a minute. It leaves when it is its turn.',
  paused: 'The receiver took nothing for a while. It is tried with one message before others follow.',
}

/** Why it is as it is, in a sentence. */
export function deliveryReason({ state, held, attempts, nextAttempt }: DeliveryJson): string {
  if (state === 'sent') return attempts <= 1 ? 'It was taken.' : `It was taken at attempt ${attempts}.`
  if (state === 'superseded')
    return 'It had not left when there was newer news of the monitor, which goes in its place.'
  if (isWithheld({ state, held }))
    return 'It was not sent: it was muted or dealt with, the rule is off, or whoever it is for wants no such mails.'
  if (state === 'failed') return `It was given up after ${counted(attempts, 'attempt')}.`
  if (held !== null) return WHY_HELD[held]
  if (nextAttempt === null || attempts === 0) return 'It is about to leave.'
  return `It was not taken at ${counted(attempts, 'attempt')}, and is tried again.`
}

const CHANGES: Readonly<Record<NonNullable<DeliveryJson['change']>, string>> = {
  ...{ down: 'Monitor down', degraded: 'Monitor slow', recovered: 'Monitor back up', reminder: 'Still down' },
  ...{ certificate: 'Certificate ends', check_in: 'Missed check-in' },
}

/** What it tells of, in a few words. */
export function deliverySubject({ subject, trigger, change, issueCount }: DeliveryJson): string {
  const what = trigger === null ? null : TRIGGER_NAMES[trigger]
  if (subject === 'monitor') return change === null ? (what ?? 'Monitor') : CHANGES[change]
  if (subject === 'limits') return what ?? 'Limit reached'
  const issues = counted(issueCount, 'issue')
  return what === null ? issues : `${what}: ${issues}`
}

/** The rule's name as text; of one that had none, or is gone, what can be said. */
export function deliveryRule({ alertName, project }: Pick<DeliveryJson, 'alertName' | 'project'>): string {
  const own = alertName.trim()
  return visibleText(clip(own === '' ? `Alert of ${project.name}` : own, 80))
}
