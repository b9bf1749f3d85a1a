import type { AttachmentJson, EventDetailJson, FrameJson, UserReportJson } from '@mishap/core/client'
import { contextCards, entryOf, exceptionsOf } from '@mishap/core/format'
import { forwardRef, type HTMLAttributes, type ReactNode, useId, useImperativeHandle, useMemo, useRef } from 'react'
import { Badge, Card, cx, LongText } from '../primitives/index.js'
import { Attachments } from './attachments.js'
import { Breadcrumbs } from './breadcrumbs.js'
import { ContextCards } from './context-cards.js'
import css from './event-view.module.css'
import { Highlights } from './highlights.js'
import { KeyValues } from './key-values.js'
import { MetaAt } from './meta.js'
import { ModulesTable } from './modules-table.js'
import { PayloadRemoved } from './payload-removed.js'
import { ProcessingProblems } from './processing-problems.js'
import { RawEvent } from './raw-event.js'
import { RequestPanel } from './request-panel.js'
import { SectionNav } from './section-nav.js'
import { pressStackKey, type StackKey } from './stack-keys.js'
import { StackSection } from './stack-section.js'
import { type TagRef, TagsTable } from './tags.js'
import { UserFeedback } from './user-feedback.js'
import { UserPanel } from './user-panel.js'

export interface EventViewProps extends HTMLAttributes<HTMLDivElement> {
  readonly event: EventDetailJson
  /** The event as it is stored, or how to fetch it; without it the JSON section shows `event`. */
  readonly raw?: unknown | (() => Promise<unknown>)
  /** What people wrote about the issue, the newest first; without it what stands with the event. */
  readonly reports?: readonly UserReportJson[] | undefined
  /** Files that came with the event. */
  readonly attachments?: readonly AttachmentJson[] | undefined
  readonly onPickTag?: (tag: TagRef) => void
  readonly sourceLink?: (frame: FrameJson) => string | null
}

export interface EventViewHandle {
  /** Scrolls to the section with that number, counted from 1, and puts the focus there. */
  readonly jumpTo: (section: number) => void
  /** Likewise by its name; false where the event has none of that name. */
  readonly jumpToSection: (id: 'breadcrumbs' | 'request' | 'event') => boolean
  /** Acts on the stacks of the event; answers what was copied. */
  readonly stackKey: (key: StackKey) => string | null
}

interface Section {
  readonly id: string
  readonly label: string
  readonly count?: number
  /** Where `_meta` speaks of it. */
  readonly metaPath?: readonly (string | number)[]
  readonly render: () => ReactNode
}

const NOWHERE = ['']

/** A whole event, from what decides to what is looked up. Sections that the event has nothing for are left out. */
export const EventView = forwardRef<EventViewHandle, EventViewProps>(function EventView(
  { event, raw, reports, attachments, onPickTag, sourceLink, className, ...rest },
  ref,
) {
  const base = useId()
  const root = useRef<HTMLDivElement>(null)
  const sections = useMemo(
    () => sectionsOf(event, { raw, reports, attachments, onPickTag, sourceLink }),
    [event, raw, reports, attachments, onPickTag, sourceLink],
  )
  const anchorPrefix = `${base}-`
  const jump = (id: string) => {
    const target = root.current?.querySelector<HTMLElement>(`[id="${anchorPrefix}${id}"]`)
    if (target === null || target === undefined) return
    // Who asks for a part that was folded away wants to see it.
    target.querySelector<HTMLElement>('[data-card-fold][aria-expanded="false"]')?.click()
    target.tabIndex = -1
    target.focus({ preventScroll: true })
    target.scrollIntoView({ block: 'start' })
  }
  useImperativeHandle(ref, () => ({
    jumpTo: (number) => {
      const section = sections[number - 1]
      if (section !== undefined) jump(section.id)
    },
    jumpToSection: (id) => {
      jump(id)
      return sections.some((section) => section.id === id)
    },
    stackKey: (key) => (root.current === null ? null : pressStackKey(root.current, key)),
  }))
  return (
    <div ref={root} className={cx(css.view, className)} {...rest}>
      {event.payloadRemovedAt === null ? null : <PayloadRemoved at={event.payloadRemovedAt} />}
      <Highlights event={event} />
      <SectionNav sections={sections} anchorPrefix={anchorPrefix} onJump={jump} />
      {sections.map((section) => (
        <div key={section.id} id={anchorPrefix + section.id} className={css.section}>
          <MetaAt meta={event._meta} path={section.metaPath ?? NOWHERE}>
            {section.render()}
          </MetaAt>
        </div>
      ))}
    </div>
  )
})

type Options = Pick<EventViewProps, 'raw' | 'reports' | 'attachments' | 'onPickTag' | 'sourceLink'>

function sectionsOf(
  event: EventDetailJson,
  { raw, reports, attachments = [], onPickTag, sourceLink }: Options,
): readonly Section[] {
  const said = reports ?? (event.userReport === null ? [] : [event.userReport])
  const breadcrumbs = entryOf(event, 'breadcrumbs')?.values ?? []
  const request = entryOf(event, 'request')
  const csp = entryOf(event, 'csp')
  const extra = Object.entries(event.context)
  const entryPath = (type: string) => ['entries', event.entries.findIndex((entry) => entry.type === type), 'data']
  const sections: readonly (Section | null)[] = [
    {
      id: 'stack',
      label: 'Stack',
      metaPath: entryPath(exceptionsOf(event).length > 0 ? 'exception' : 'threads'),
      render: () => <StackSection event={event} {...(sourceLink === undefined ? {} : { sourceLink })} />,
    },
    csp === null
      ? null
      : table({ id: 'csp', label: 'Blocked content', metaPath: entryPath('csp') }, Object.entries(csp)),
    said.length === 0
      ? null
      : {
          id: 'feedback',
          label: 'User feedback',
          count: said.length,
          render: () => (
            <Card title="User feedback" foldsAs="user-feedback" isFlush>
              <UserFeedback reports={said} />
            </Card>
          ),
        },
    {
      id: 'breadcrumbs',
      label: 'Breadcrumbs',
      metaPath: entryPath('breadcrumbs'),
      count: breadcrumbs.length,
      render: () => (
        <Card title="Breadcrumbs" foldsAs="breadcrumbs" isFlush>
          <Breadcrumbs values={breadcrumbs} eventTime={event.dateCreated} />
        </Card>
      ),
    },
    request === null
      ? null
      : {
          id: 'request',
          label: 'Request',
          metaPath: entryPath('request'),
          render: () => (
            <Card title="Request" foldsAs="request" isFlush>
              <RequestPanel request={request} />
            </Card>
          ),
        },
    event.tags.length === 0
      ? null
      : {
          id: 'tags',
          label: 'Tags',
          count: event.tags.length,
          render: () => (
            <Card title="Tags" foldsAs="tags" isFlush>
              <TagsTable tags={event.tags} {...(onPickTag === undefined ? {} : { onPick: onPickTag })} />
            </Card>
          ),
        },
    event.user === null
      ? null
      : {
          id: 'user',
          label: 'User',
          metaPath: ['user'],
          render: () => (
            <Card title="User" foldsAs="user" isFlush>
              <UserPanel user={event.user} />
            </Card>
          ),
        },
    contextCards(event.contexts).length === 0
      ? null
      : {
          id: 'contexts',
          label: 'Contexts',
          metaPath: ['contexts'],
          render: () => (
            <Card title="Contexts" foldsAs="contexts" isFlush>
              <ContextCards contexts={event.contexts} />
            </Card>
          ),
        },
    extra.length === 0 ? null : table({ id: 'extra', label: 'Extra', metaPath: ['context'] }, extra),
    attachments.length === 0
      ? null
      : {
          id: 'attachments',
          label: 'Attachments',
          count: attachments.length,
          render: () => (
            <Card title="Attachments" foldsAs="attachments" isFlush>
              <Attachments attachments={attachments} />
            </Card>
          ),
        },
    Object.keys(event.packages).length === 0
      ? null
      : {
          id: 'modules',
          label: 'Modules',
          count: Object.keys(event.packages).length,
          render: () => (
            <Card title="Modules" foldsAs="modules" isFlush>
              <ModulesTable modules={event.packages} />
            </Card>
          ),
        },
    {
      id: 'event',
      label: 'Event',
      render: () => (
        <Card title="Event" isFlush actions={<SdkBadge sdk={event.sdk} />}>
          {event.errors.length === 0 ? null : <ProcessingProblems errors={event.errors} className={css.problems} />}
          <RawEvent event={raw ?? event} fileName={`event-${event.eventID.slice(0, 32)}.json`} />
        </Card>
      ),
    },
  ]
  const present = sections.filter((section) => section !== null)
  return event.payloadRemovedAt === null ? present : present.filter(({ id }) => LEFT.has(id))
}

/** Of a thinned event. */
const LEFT: ReadonlySet<string> = new Set(['tags', 'event'])

function table(about: Omit<Section, 'render'>, rows: readonly (readonly [string, unknown])[]): Section {
  return {
    ...about,
    count: rows.length,
    render: () => (
      <Card title={about.label} foldsAs={about.id} isFlush>
        <KeyValues rows={rows} />
      </Card>
    ),
  }
}

function SdkBadge({ sdk }: { readonly sdk: EventDetailJson['sdk'] }) {
  if (sdk === null || sdk.name === undefined) return null
  return (
    <Badge>
      <LongText max={80}>{[sdk.name, sdk.version].filter(Boolean).map(String).join(' ')}</LongText>
    </Badge>
  )
}
