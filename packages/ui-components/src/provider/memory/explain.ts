import type {
  ContributionNode,
  EventDetailJson,
  ExceptionJson,
  FrameJson,
  GroupingExplanation,
} from '@mishap/core/client'
import { exceptionsOf, frameFile, frameFunction, messageOf } from '@mishap/core/format'

/** Why an event would be where it is: by its exceptions and the frames of the app, else by its message. */
export function explanationOf(event: EventDetailJson, hash: string): GroupingExplanation {
  const exceptions = exceptionsOf(event)
  const children =
    exceptions.length === 0
      ? [leaf('message', 'Message', messageOf(event).replace(/\d+/g, '<number>'), true, 'without what varies')]
      : exceptions.map(exceptionNode)
  const root: ContributionNode = { ...branch('event', 'Event', true), children }
  const sentence =
    exceptions.length === 0
      ? 'Grouped by the message without what varies.'
      : `Grouped by ${exceptions.map(wordsOf).join('; ')}; the text does not count: the stack is strong, so the text may change.`
  return { version: 'g1', hashes: [hash], sentence, variants: [{ kind: 'only', hash, root }] }
}

function wordsOf({ type, stacktrace }: ExceptionJson): string {
  const frames = (stacktrace?.frames ?? []).filter(isOfApp).length
  return `the type ${type ?? 'Error'} and ${frames} ${frames === 1 ? 'frame' : 'frames'} of the app`
}

function exceptionNode({ type = 'Error', value = '', stacktrace }: ExceptionJson): ContributionNode {
  const frames = stacktrace?.frames ?? []
  const parts = [
    leaf('type', 'Type', type, true),
    leaf('value', 'Text', value, false, 'the stack is strong, so the text may change'),
    { ...branch('stacktrace', 'Frames of the app', frames.length > 0), children: frames.map(frameNode) },
  ]
  return { ...branch('exception', type, true), children: parts }
}

function frameNode(frame: FrameJson): ContributionNode {
  const counts = isOfApp(frame)
  const file = frameFile(frame)?.split('/').at(-1) ?? '<unknown>'
  const name = frameFunction(frame) ?? '<top level>'
  const children = [leaf('filename', 'File', file, counts), leaf('function', 'Function', name, counts)]
  return { ...branch('frame', name, counts), hint: counts ? null : 'not in the app', children }
}

function isOfApp({ inApp }: FrameJson): boolean {
  return inApp === true
}

function branch(id: string, label: string, contributes: boolean) {
  return { id, label, contributes, hint: null, value: null }
}

function leaf(
  id: string,
  label: string,
  value: string,
  contributes: boolean,
  hint: string | null = null,
): ContributionNode {
  return { id, label, contributes, hint, value, children: [] }
}
