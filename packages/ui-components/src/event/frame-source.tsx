import type { FrameJson } from '@mishap/core/client'
import { frameLanguage, sourceLines, sourceWindow, visibleText } from '@mishap/core/format'
import type { HTMLAttributes } from 'react'
import { cx, ScrollBox } from '../primitives/index.js'
import css from './frame-source.module.css'
import { type Token, useHighlight } from './highlighter.js'

export interface FrameSourceProps extends HTMLAttributes<HTMLDivElement> {
  readonly frame: FrameJson
  /** Of the event; the file's own ending goes first. */
  readonly platform?: string | null
}

/** The lines around the call, the failing one marked. Nothing where the SDK sent no source. */
export function FrameSource({ frame, platform = null, className, ...rest }: FrameSourceProps) {
  const lines = sourceLines(frame)
  const texts = lines.map(([line, text]) => visibleText(sourceWindow(text, line === frame.lineNo ? frame.colNo : null)))
  const tokens = useHighlight(texts, frameLanguage(frame, platform))
  if (lines.length === 0) return null
  return (
    <div className={cx(css.box, className)} {...rest}>
      <ScrollBox as="pre" dir="ltr" className={css.source}>
        <code className={css.lines}>
          {lines.map(([line], at) => {
            const isHit = line === (frame.lineNo ?? 0)
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: SDKs may send one number twice, and the lines never move
              <span key={at} className={cx(css.line, isHit && css.hit)} aria-current={isHit ? 'location' : undefined}>
                <span className={css.number} aria-hidden="true" data-line={line > 0 ? line : ''} />
                <span className={css.text}>
                  <LineText text={texts[at] ?? ''} tokens={tokens?.[at]} />
                </span>
              </span>
            )
          })}
        </code>
      </ScrollBox>
    </div>
  )
}

function LineText({ text, tokens }: { readonly text: string; readonly tokens: readonly Token[] | undefined }) {
  // A line end keeps the lines apart in what is copied, and gives empty ones their height.
  if (tokens === undefined) return <>{`${text}\n`}</>
  return (
    <>
      {tokens.map((token, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other name, and never move
        <span key={at} className={token.kind === null ? undefined : css[`token-${token.kind}`]}>
          {token.text}
        </span>
      ))}
      {'\n'}
    </>
  )
}
