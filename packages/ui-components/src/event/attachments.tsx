import type { AttachmentJson } from '@mishap/core/client'
import { clip, humanBytes, visibleText } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { cx, EmptyState, Icon, LinkButton, LongText } from '../primitives/index.js'
import css from './attachments.module.css'

export interface AttachmentsProps extends HTMLAttributes<HTMLUListElement> {
  readonly attachments: readonly AttachmentJson[]
}

/** Pictures of pixels, which run nothing; an SVG is a program. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
/** A larger one is fetched only by who wants it. */
const PREVIEW_BYTES = 8 * 1024 * 1024

/** The files that came with an event. Pictures are shown, everything else can only be saved. */
export function Attachments({ attachments, className, ...rest }: AttachmentsProps) {
  if (attachments.length === 0) return <EmptyState title="No files came with this event" />
  return (
    <ul className={cx(css.list, className)} {...rest}>
      {attachments.map((attachment) => (
        <li key={attachment.id} className={css.item}>
          <Preview attachment={attachment} />
          <div className={css.about}>
            <LongText className={cx(css.name)} max={120}>
              {attachment.name}
            </LongText>
            <p className={css.facts}>
              {humanBytes(attachment.size)} · <LongText max={64}>{kindOf(attachment.type)}</LongText>
            </p>
          </div>
          <LinkButton size="sm" icon="download" href={attachment.downloadUrl} download>
            Download <span className="mh-hidden">{visibleText(clip(attachment.name, 100))}</span>
          </LinkButton>
        </li>
      ))}
    </ul>
  )
}

function Preview({ attachment }: { readonly attachment: AttachmentJson }) {
  const [isBroken, setIsBroken] = useState(false)
  const isShown = PICTURES.has(attachment.mimetype) && attachment.size <= PREVIEW_BYTES && !isBroken
  return (
    <span className={css.preview}>
      {isShown ? (
        <img
          className={css.picture}
          src={attachment.downloadUrl}
          alt=""
          loading="lazy"
          referrerPolicy="no-referrer"
          onError={() => setIsBroken(true)}
        />
      ) : (
        <Icon name={attachment.type === 'event.minidump' ? 'chip' : 'package'} size={18} />
      )}
    </span>
  )
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['event.attachment', 'file'],
  ['event.minidump', 'minidump'],
  ['event.applecrashreport', 'Apple crash report'],
  ['event.view_hierarchy', 'view hierarchy'],
  ['event.screenshot', 'screenshot'],
  ['unreal.context', 'Unreal context'],
  ['unreal.logs', 'Unreal log'],
])

function kindOf(type: string): string {
  return KINDS.get(type) ?? type
}
