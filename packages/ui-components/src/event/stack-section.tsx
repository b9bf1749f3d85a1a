import type { EventJson, FrameJson, ThreadJson } from '@mishap/core/client'
import { entryOf, exceptionsOf, messageOf, plainTrace, threadFrames } from '@mishap/core/format'
import { type ComponentProps, forwardRef, useState } from 'react'
import { Button, Card, CopyButton, LongText, Select } from '../primitives/index.js'
import { useRemembered } from '../primitives/use-remembered.js'
import { ExceptionChain } from './exception-chain.js'
import { MetaAt } from './meta.js'
import { Registers } from './registers.js'
import css from './stack-section.module.css'
import { type StackMode, type StackOrder, StackTrace } from './stack-trace.js'

export interface StackSectionProps {
  readonly event: Pick<EventJson, 'entries' | 'message' | 'platform'>
  readonly sourceLink?: (frame: FrameJson) => string | null
  readonly id?: string
}

const MODES: readonly { readonly id: StackMode; readonly label: string }[] = [
  { id: 'app', label: 'App' },
  { id: 'full', label: 'Full' },
  { id: 'raw', label: 'Minified' },
  { id: 'text', label: 'Text' },
]

/** The exceptions with their stacks; for an event without any, its message and the stack of its thread. */
export const StackSection = forwardRef<HTMLElement, StackSectionProps>(function StackSection(
  { event, sourceLink, id },
  ref,
) {
  const [mode, setMode] = useState<StackMode>('app')
  // What is read first is a habit, and each language has its own.
  const [order, setOrder] = useRemembered<StackOrder>(
    `stack-order.${event.platform ?? 'other'}`,
    'newest-first',
    isStackOrder,
  )
  const values = exceptionsOf(event)
  const threads = (entryOf(event, 'threads')?.values ?? []).filter(
    (thread) => (thread.stacktrace?.frames.length ?? 0) > 0,
  )
  const isMapped = values.some((value) => (value.raw_stacktrace?.frames.length ?? 0) > 0)
  const hasStack = values.some((value) => (value.stacktrace?.frames.length ?? 0) > 0) || threads.length > 0
  const stack = { platform: event.platform, mode, order, ...(sourceLink === undefined ? {} : { sourceLink }) }
  return (
    <Card
      ref={ref}
      id={id}
      title={titleOf(values.length, hasStack)}
      isFlush
      actions={
        hasStack ? (
          <>
            <fieldset className={css.modes}>
              <legend className="mh-hidden">How much of the stack</legend>
              {MODES.filter((one) => one.id !== 'raw' || isMapped).map((one) => (
                <button
                  key={one.id}
                  type="button"
                  className={css.mode}
                  aria-pressed={mode === one.id}
                  onClick={() => setMode(one.id)}
                >
                  {one.label}
                </button>
              ))}
            </fieldset>
            <Button
              size="sm"
              variant="ghost"
              icon={order === 'newest-first' ? 'chevron-down' : 'chevron-up'}
              data-stack-flip=""
              title="Turn the stack over (f)"
              aria-keyshortcuts="f"
              onClick={() => setOrder(order === 'newest-first' ? 'oldest-first' : 'newest-first')}
            >
              {order === 'newest-first' ? 'Newest first' : 'Oldest first'}
            </Button>
            <CopyButton text={() => plainTrace(event)} label="Copy trace" isIconOnly />
          </>
        ) : null
      }
    >
      {values.length > 0 ? (
        <ExceptionChain values={values} {...stack} />
      ) : (
        <>
          <p className={css.message}>
            <LongText max={2000}>{messageOf(event) || 'No message'}</LongText>
          </p>
          {threads.length > 0 ? <ThreadStack event={event} threads={threads} stack={stack} /> : null}
        </>
      )}
    </Card>
  )
})

interface ThreadStackProps {
  readonly event: Pick<EventJson, 'entries'>
  readonly threads: readonly ThreadJson[]
  readonly stack: Omit<ComponentProps<typeof StackTrace>, 'frames'>
}

function ThreadStack({ event, threads, stack }: ThreadStackProps) {
  const first = threadFrames(event)
  const all = entryOf(event, 'threads')?.values ?? []
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      threads.findIndex((thread) => thread.stacktrace?.frames === first),
    ),
  )
  const thread = threads[chosen] ?? threads[0]
  return (
    <>
      {threads.length > 1 ? (
        <div className={css.threads}>
          <Select aria-label="Thread" value={chosen} onChange={(change) => setChosen(Number(change.target.value))}>
            {threads.map((one, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: ids may be missing or repeated, and the order never changes
              <option key={at} value={at}>
                {threadName(one)}
              </option>
            ))}
          </Select>
        </div>
      ) : null}
      <MetaAt path={['values', thread === undefined ? 0 : all.indexOf(thread), 'stacktrace']}>
        <StackTrace frames={thread?.stacktrace?.frames ?? []} {...stack} />
        <Registers registers={thread?.stacktrace?.registers} />
      </MetaAt>
    </>
  )
}

function isStackOrder(value: unknown): value is StackOrder {
  return value === 'newest-first' || value === 'oldest-first'
}

function threadName({ id, name, crashed, current }: ThreadJson): string {
  const words = [
    'Thread',
    id ?? '?',
    name?.slice(0, 80),
    crashed === true && '(crashed)',
    current === true && '(current)',
  ]
  return words.filter(Boolean).join(' ')
}

function titleOf(exceptions: number, hasStack: boolean): string {
  if (exceptions === 0) return hasStack ? 'Message and stack' : 'Message'
  return exceptions === 1 ? 'Exception' : `Exceptions (${exceptions})`
}
