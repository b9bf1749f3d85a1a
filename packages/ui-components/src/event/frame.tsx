import type { FrameJson } from '@mishap/core/client'
import {
  frameFile,
  frameFunction,
  frameLibrary,
  framePath,
  safeUrl,
  sourceLines,
  visibleText,
} from '@mishap/core/format'
import { type HTMLAttributes, type ReactNode, useId, useState } from 'react'
import { Badge, CopyButton, cx, Icon, LinkButton } from '../primitives/index.js'
import css from './frame.module.css'
import { FrameSource } from './frame-source.js'
import { FrameVars } from './frame-vars.js'
import { MetaAt } from './meta.js'
import { OpenInEditor } from './open-in-editor.js'

export interface FrameProps extends HTMLAttributes<HTMLDivElement> {
  readonly frame: FrameJson
  readonly platform?: string | null
  readonly isOpen?: boolean
  readonly defaultOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  /** The frame that failed: what the exception came out of. */
  readonly isFailing?: boolean
  /** Where the source of the frame can be read; only `http(s)` becomes a link. */
  readonly sourceLink?: (frame: FrameJson) => string | null
}

/** One call: a line that says where, and behind it the source, the variables and the addresses. */
export function Frame({
  frame,
  platform = null,
  isOpen,
  defaultOpen = false,
  onOpenChange,
  isFailing = false,
  sourceLink,
  className,
  ...rest
}: FrameProps) {
  const [inner, setInner] = useState(defaultOpen)
  const bodyId = useId()
  const open = isOpen ?? inner
  const hasBody = hasMore(frame)
  const toggle = () => {
    setInner(!open)
    onOpenChange?.(!open)
  }
  return (
    <div
      className={cx(css.frame, className)}
      data-frame=""
      data-frame-copy={copyable(frame)}
      data-in-app={frame.inApp === true}
      data-open={open && hasBody}
      {...rest}
    >
      <div className={css.head}>
        <span className={css.node} aria-hidden="true" />
        {hasBody ? (
          <button
            type="button"
            data-frame-toggle=""
            className={css.toggle}
            aria-expanded={open}
            aria-controls={open ? bodyId : undefined}
            onClick={toggle}
          >
            <FrameTitle frame={frame} isFailing={isFailing} />
            <Icon name={open ? 'chevron-down' : 'chevron-right'} size={12} className={css.chevron} />
          </button>
        ) : (
          <div className={css.toggle}>
            <FrameTitle frame={frame} isFailing={isFailing} />
          </div>
        )}
      </div>
      {open && hasBody ? (
        <div id={bodyId} className={css.body}>
          <FrameSource frame={frame} platform={platform} />
          <FrameFoot frame={frame} link={safeUrl(sourceLink?.(frame))} />
          {frame.vars === undefined || frame.vars === null ? null : (
            <MetaAt path={['vars']}>
              <FrameVars vars={frame.vars} />
            </MetaAt>
          )}
        </div>
      ) : null}
    </div>
  )
}

function FrameTitle({ frame, isFailing }: { readonly frame: FrameJson; readonly isFailing: boolean }): ReactNode {
  const name = frameFunction(frame)
  const file = frameFile(frame)
  const library = frame.inApp === true ? null : frameLibrary(frame)
  return (
    <span className={css.title}>
      <bdi dir="ltr" className={css.name}>
        {visibleText(clipMiddle(name ?? '<top level>', 160))}
      </bdi>
      {file === null ? null : (
        <bdi dir="ltr" className={css.file}>
          {visibleText(clipMiddle(file, 140))}
          {frame.lineNo == null ? null : (
            <span className={css.place}>
              :{frame.lineNo}
              {frame.colNo == null ? '' : `:${frame.colNo}`}
            </span>
          )}
        </bdi>
      )}
      {frame.inApp === true ? <span className="mh-hidden">in app</span> : null}
      {library !== null && file?.includes(library) !== true ? <Badge>{clipMiddle(library, 40)}</Badge> : null}
      {isFailing ? <Badge tone="danger">raised here</Badge> : null}
    </span>
  )
}

function FrameFoot({ frame, link }: { readonly frame: FrameJson; readonly link: string | null }) {
  const path = framePath(frame)
  const facts = [
    ['Module', frame.module],
    ['Package', frame.package],
    ['Address', frame.instruction_addr],
    ['Symbol', frame.symbol_addr],
  ].filter(([, value]) => value)
  return (
    <div className={css.foot}>
      <bdi dir="ltr" className={css.path}>
        {visibleText(clipMiddle(path, 400))}
      </bdi>
      <CopyButton text={path} label="Copy path and line" isIconOnly />
      <OpenInEditor frame={frame} />
      {link === null ? null : (
        <LinkButton size="sm" variant="ghost" icon="external" href={link} target="_blank" rel="noopener noreferrer">
          Open source
        </LinkButton>
      )}
      {facts.map(([label, value]) => (
        <span key={label} className={css.fact}>
          {label} <bdi dir="ltr">{visibleText(clipMiddle(value ?? '', 120))}</bdi>
        </span>
      ))}
    </div>
  )
}

/** For the key that copies it; what is longer than any path stays out of the page. */
function copyable(frame: FrameJson): string | undefined {
  const path = framePath(frame)
  return path.length > 400 ? undefined : path
}

function hasMore(frame: FrameJson): boolean {
  return (
    sourceLines(frame).length > 0 ||
    Object.keys(frame.vars ?? {}).length > 0 ||
    Boolean(frame.instruction_addr || frame.absPath || frame.module)
  )
}

/** Paths say most at their end, names at their start: the middle can go. */
function clipMiddle(text: string, max: number): string {
  if (text.length <= max) return text
  const half = Math.floor(max / 2)
  return `${text.slice(0, half)}…${text.slice(-half)}`
}
