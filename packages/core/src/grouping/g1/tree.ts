import type { NormalizedEvent } from '../../protocol/event.js'
import type { ContributionNode } from '../explanation.js'
import type { Content } from './content.js'
import type { Decision } from './engine.js'
import type { ReadException } from './exceptions.js'
import type { ReadFrame } from './frames/read.js'
import { type ReadStack, speakers, type VariantKind } from './stack.js'

/** Everything that could have counted, of one variant. What contributes is what was hashed, in the same order. */
export function treeOf(decision: Decision, event: NormalizedEvent, kind: VariantKind): ContributionNode {
  if (decision.by === 'checksum') return parent('event', 'Event', [leaf('checksum', 'Checksum', decision.checksum)])
  if (decision.by === 'content') return parent('event', 'Event', contentNodes(decision.content, event, kind))
  const { content, parts, ruleLine } = decision
  const from = ruleLine === null ? 'as the SDK sent it' : `as the rule in line ${ruleLine} says`
  const nodes = parts.flatMap((part) => {
    if (part !== null) return [leaf('fingerprint', 'Fingerprint', part, from)]
    return content === null ? [] : contentNodes(content, event, kind)
  })
  return parent('event', 'Event', nodes)
}

function contentNodes(content: Content, event: NormalizedEvent, kind: VariantKind): readonly ContributionNode[] {
  switch (content.kind) {
    case 'exception':
      return [
        ...content.exceptions.map((read) => exceptionNode(read, kind)),
        ...ignoredMessage(event, 'the exception says more'),
      ]
    case 'stack':
      return [
        ...(content.message === null
          ? ignoredMessage(event, 'the stack of the crash says more')
          : [leaf('message', 'Message', content.message, VARIES)]),
        stackNode(content.stack, kind),
      ]
    case 'template':
      return [leaf('template', 'Template', content.filename), leaf('line', 'Source line', content.line)]
    case 'csp':
      return [leaf('csp', 'Directive', content.directive), leaf('blocked', 'Blocked', content.blocked)]
    case 'message':
      return [
        leaf(
          'message',
          'Message',
          content.message,
          content.isTemplate ? 'the template, before it was filled in' : VARIES,
        ),
        ...ignoredStack(event),
      ]
    case 'fallback':
      return [
        leaf('fallback', 'Platform', event.platform, 'nothing else tells the event from others'),
        leaf('event-type', 'Type of event', event.type),
        leaf('logger', 'Logger', event.logger ?? ''),
        leaf('title', 'Place', content.title, VARIES),
      ]
  }
}

const VARIES = 'without what varies'

function exceptionNode(read: ReadException, kind: VariantKind): ContributionNode {
  const { exception, type, value, mechanism, stack, hints } = read
  const children = [
    ...(exception.type === undefined ? [] : [part('type', 'Type', type, exception.type, hints.type)]),
    ...(mechanism === null ? [] : [leaf('mechanism', 'Signal or error code', mechanism)]),
    ...(exception.value === undefined
      ? []
      : [part('value', 'Text', value, exception.value, hints.value ?? (value === exception.value ? null : VARIES))]),
    ...(stack === null ? [] : [stackNode(stack, kind)]),
  ]
  const contributes = children.some((child) => child.contributes)
  // Its empty value is the mark between one exception and the next.
  return {
    id: 'exception',
    label: exception.type ?? 'Exception',
    contributes,
    hint: null,
    value: contributes ? '' : null,
    children,
  }
}

function stackNode(stack: ReadStack, kind: VariantKind): ContributionNode {
  const speaking = speakers(stack, kind)
  const nodes = stack.frames.map((frame, at) => frameNode(frame, speaking.hints[at] ?? null))
  const ordered = stack.isOverflow
    ? [
        ...speaking.frames.map((frame) => nodes[stack.frames.indexOf(frame)]!),
        ...nodes.filter((node) => !node.contributes),
      ]
    : nodes
  const line =
    stack.line === null
      ? []
      : [leaf('line', `Source line of ${nodes[stack.lineAt]!.label}`, stack.line, 'literals are blanked')]
  const hint = stack.weakness === null ? null : `weak: ${stack.weakness}`
  const label = kind === 'app' && speaking === stack.app ? 'Frames of the app' : 'Frames'
  return { id: 'stacktrace', label, contributes: true, hint, value: null, children: [...ordered, ...line] }
}

function frameNode(frame: ReadFrame, hint: string | null): ContributionNode {
  const contributes = hint === null
  const place: readonly ContributionNode[] =
    frame.place === ''
      ? []
      : [
          {
            id: frame.placeKind,
            label: frame.placeKind === 'module' ? 'Module' : 'File',
            contributes,
            hint: null,
            value: frame.place,
            children: [],
          },
        ]
  const raw = frame.frame.function ?? ''
  const nameHint = nameHintOf(frame, raw)
  const name = { id: 'function', label: 'Function', contributes, hint: nameHint, value: frame.name, children: [] }
  return {
    id: 'frame',
    label: raw || frame.place || 'unknown',
    contributes,
    hint: hint ?? frame.inAppHint,
    value: null,
    children: [...place, name],
  }
}

function nameHintOf({ isMinified, name }: ReadFrame, raw: string): string | null {
  if (isMinified) return 'minified, so another in the next build'
  if (raw === name) return null
  return name === '' ? 'no name of its own' : `from ${raw.slice(0, 200)}`
}

function ignoredMessage({ logentry }: NormalizedEvent, hint: string): readonly ContributionNode[] {
  const text = logentry?.message ?? logentry?.formatted
  return text === undefined ? [] : [part('message', 'Message', null, text, hint)]
}

function ignoredStack({ exception, threads, stacktrace }: NormalizedEvent): readonly ContributionNode[] {
  if (exception === undefined && threads === undefined && stacktrace === undefined) return []
  return [
    {
      id: 'stacktrace',
      label: 'Frames',
      contributes: false,
      hint: 'the stack of a message only says who logs',
      value: null,
      children: [],
    },
  ]
}

function part(id: string, label: string, value: string | null, raw: string, hint: string | null): ContributionNode {
  return { id, label, contributes: value !== null, hint, value: value ?? raw.slice(0, 500), children: [] }
}

function leaf(id: string, label: string, value: string, hint: string | null = null): ContributionNode {
  return { id, label, contributes: true, hint, value, children: [] }
}

function parent(id: string, label: string, children: readonly ContributionNode[]): ContributionNode {
  return { id, label, contributes: true, hint: null, value: null, children }
}
