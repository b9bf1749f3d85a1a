import type { ExceptionJson, FrameJson } from '@mishap/core/client'
import { type ChainedException, exceptionChain, safeUrl } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { Badge, Button, cx, LongText } from '../primitives/index.js'
import css from './exception-chain.module.css'
import { MetaAt } from './meta.js'
import { Registers } from './registers.js'
import { type StackMode, type StackOrder, StackTrace } from './stack-trace.js'

export interface ExceptionChainProps extends HTMLAttributes<HTMLDivElement> {
  /** Innermost first, as SDKs send them. */
  readonly values: readonly ExceptionJson[]
  readonly platform?: string | null
  readonly mode?: StackMode
  readonly order?: StackOrder
  readonly sourceLink?: (frame: FrameJson) => string | null
}

/** A group may hold hundreds. */
const SHOWN = 8
const DEEPEST_INDENT = 5

/** What was reported, and below it what lies behind it, each with its stack and a sentence that says how they hang together. */
export function ExceptionChain({
  values,
  className,
  platform = null,
  mode,
  order,
  sourceLink,
  ...rest
}: ExceptionChainProps) {
  const [isWhole, setIsWhole] = useState(false)
  const chain = exceptionChain(values)
  const shown = isWhole ? chain : chain.slice(0, SHOWN)
  const stack = {
    platform,
    ...(mode === undefined ? {} : { mode }),
    ...(order === undefined ? {} : { order }),
    ...(sourceLink === undefined ? {} : { sourceLink }),
  }
  return (
    <div className={cx(css.chain, className)} {...rest}>
      {shown.map((link) => (
        <section
          key={link.index}
          className={css.exception}
          style={{ marginInlineStart: Math.min(link.depth, DEEPEST_INDENT) * 24 }}
          data-depth={link.depth}
        >
          <ExceptionHead link={link} isOnly={chain.length === 1} />
          <MetaAt path={['values', link.index, stackOf(link.exception, mode).name]}>
            <StackTrace frames={stackOf(link.exception, mode).frames} {...stack} />
            <Registers registers={link.exception.stacktrace?.registers} />
          </MetaAt>
        </section>
      ))}
      {shown.length < chain.length ? (
        <Button size="sm" className={css.more} onClick={() => setIsWhole(true)}>
          Show {chain.length - shown.length} more exceptions
        </Button>
      ) : null}
    </div>
  )
}

/** Only what a build has changed has a stack as it came. */
function stackOf({ stacktrace, raw_stacktrace: raw }: ExceptionJson, mode: StackMode | undefined) {
  if (mode === 'raw' && raw !== undefined) return { name: 'raw_stacktrace', frames: raw.frames }
  return { name: 'stacktrace', frames: stacktrace?.frames ?? [] }
}

function ExceptionHead({ link, isOnly }: { readonly link: ChainedException; readonly isOnly: boolean }) {
  const { type, value, module, mechanism } = link.exception
  const help = safeUrl(mechanism?.help_link)
  return (
    <header className={css.head}>
      {link.sentence === '' ? null : <p className={css.sentence}>{link.sentence}</p>}
      <h3 className={css.title}>
        <LongText className={css.type} max={200}>
          {type || 'Error'}
        </LongText>
        {module === undefined || module === '' ? null : (
          <LongText className={css.module} max={120}>
            {module}
          </LongText>
        )}
      </h3>
      {value === undefined || value === '' || value === null ? null : (
        <p className={css.value}>
          <LongText max={800}>{value}</LongText>
        </p>
      )}
      {mechanism === undefined || mechanism === null ? null : (
        <p className={css.mechanism}>
          <Handled isHandled={mechanism.handled} />
          {isOnly || mechanism.type !== 'chained' ? (
            <Badge>
              <LongText max={60}>{mechanism.type}</LongText>
            </Badge>
          ) : null}
          {mechanism.synthetic === true ? <Badge>synthetic</Badge> : null}
          {mechanism.description === undefined ? null : <LongText max={200}>{mechanism.description}</LongText>}
          {help === null ? null : (
            <a href={help} target="_blank" rel="noopener noreferrer nofollow">
              Help
            </a>
          )}
        </p>
      )}
    </header>
  )
}

function Handled({ isHandled }: { readonly isHandled: boolean | undefined }) {
  if (isHandled === undefined || isHandled === null) return null
  return isHandled ? <Badge tone="ok">handled</Badge> : <Badge tone="danger">unhandled</Badge>
}
