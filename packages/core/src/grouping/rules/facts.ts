import type { ExceptionValue, Frame, NormalizedEvent } from '../../protocol/event.js'

/** The exception that was caught: the last of the chain. */
export function mainException(event: NormalizedEvent): ExceptionValue | undefined {
  return event.exception?.values.at(-1)
}

/** The frame nearest the crash, of the app where there is one. */
export function crashFrameOf(event: NormalizedEvent): Frame | undefined {
  const stacked = event.exception?.values.findLast(({ stacktrace }) => stacktrace !== undefined)
  const frames = (
    stacked?.stacktrace ??
    event.stacktrace ??
    event.threads?.values.find(({ stacktrace }) => stacktrace)?.stacktrace
  )?.frames
  return frames?.findLast(({ in_app }) => in_app === true) ?? frames?.at(-1)
}

/** Of all stacks of the event. */
export function framesOf(event: NormalizedEvent): readonly Frame[] {
  const stacks = [...(event.exception?.values ?? []), ...(event.threads?.values ?? [])].map(
    ({ stacktrace }) => stacktrace,
  )
  return [...stacks, event.stacktrace].flatMap((stacktrace) => stacktrace?.frames ?? [])
}
