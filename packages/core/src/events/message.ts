import type { NormalizedEvent } from '../protocol/event.js'

/** What the event says: the value of the exception that speaks for it, else the template of its message, else its text. */
export function messageOf({ exception, logentry }: NormalizedEvent): string {
  return exception?.values.at(-1)?.value ?? logentry?.message ?? logentry?.formatted ?? ''
}
