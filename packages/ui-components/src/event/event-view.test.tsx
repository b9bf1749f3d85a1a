import { describe, expect, it } from '@jest/globals'
import type { EventDetailJson } from '@mishap/core/client'
import { entryOf, exceptionsOf } from '@mishap/core/format'
import type { ReactElement } from 'react'
import { renderToString } from 'react-dom/server'
import { EventVolume, Sparkbars } from '../charts/index.js'
import { ClockProvider, JsonTree, Level, LongText, Root, Time } from '../primitives/index.js'
import { EMOJI, hostileEvent, LONG, NUL, RTL, SCRIPT_URL, XSS } from './fixtures/hostile-event.js'
import {
  anAttachment,
  aUserReport,
  hostileAttachments,
  hostileReports,
  shopAttachments,
  shopReports,
} from './fixtures/items.js'
import { bareEvent } from './fixtures/message-event.js'
import { pythonGroup } from './fixtures/python-group.js'
import { shopEvent } from './fixtures/shop-event.js'
import {
  Attachments,
  Breadcrumbs,
  ContextCards,
  CopyEventMenu,
  EventNavigator,
  EventView,
  ExceptionChain,
  Highlights,
  KeyValues,
  ModulesTable,
  ProcessingProblems,
  RawEvent,
  RequestPanel,
  StackTrace,
  TagDistribution,
  TagsTable,
  UserFeedback,
  UserPanel,
} from './index.js'

function html(element: ReactElement): string {
  return renderToString(
    <ClockProvider now={new Date('2026-01-15T12:00:00Z')} timeZone="UTC">
      <Root>{element}</Root>
    </ClockProvider>,
  )
}

/** The text that a reader sees. */
function words(element: ReactElement): string {
  return html(element)
    .replace(/<!-- -->/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/\s+/g, ' ')
}

const hostileTag = {
  key: XSS,
  name: XSS,
  uniqueValues: 3,
  isSampled: false,
  totalValues: 5,
  topValues: [XSS, LONG, SCRIPT_URL].map((value) => ({ key: XSS, name: value, value, count: 1, lastSeen: RTL })),
}

function everyPart(event: EventDetailJson): readonly (readonly [string, ReactElement])[] {
  const request = entryOf(event, 'request')
  return [
    ['EventView', <EventView key="" event={event} onPickTag={() => undefined} />],
    [
      'StackTrace',
      <StackTrace key="" frames={exceptionsOf(event)[1]?.stacktrace?.frames ?? []} defaultExpanded="all" />,
    ],
    ['StackTrace as text', <StackTrace key="" frames={exceptionsOf(event)[1]?.stacktrace?.frames ?? []} mode="text" />],
    ['ExceptionChain', <ExceptionChain key="" values={exceptionsOf(event)} platform={event.platform} />],
    ['Breadcrumbs', <Breadcrumbs key="" values={entryOf(event, 'breadcrumbs')?.values ?? []} eventTime={RTL} />],
    ['ContextCards', <ContextCards key="" contexts={event.contexts} />],
    ['TagsTable', <TagsTable key="" tags={event.tags} />],
    ['TagDistribution', <TagDistribution key="" tags={[hostileTag]} />],
    ['UserPanel', <UserPanel key="" user={event.user} />],
    ['ModulesTable', <ModulesTable key="" modules={event.packages} />],
    ['RawEvent', <RawEvent key="" event={event} />],
    ['ProcessingProblems', <ProcessingProblems key="" errors={event.errors} />],
    ['Highlights', <Highlights key="" event={event} tagKeys={event.tags.map(({ key }) => key)} />],
    ['CopyEventMenu', <CopyEventMenu key="" event={event} />],
    ['JsonTree', <JsonTree key="" value={event} defaultDepth={80} />],
    ['UserFeedback', <UserFeedback key="" reports={hostileReports} />],
    ['Attachments', <Attachments key="" attachments={hostileAttachments} />],
    ['KeyValues', <KeyValues key="" rows={[XSS, RTL, NUL, EMOJI, LONG].map((text) => [text, text])} />],
    ...(request === null ? [] : [['RequestPanel', <RequestPanel key="" request={request} />] as const]),
  ]
}

describe('a thinned event', () => {
  it('says so, with the day, and shows no stack trace that it does not have', () => {
    const thinned = { ...bareEvent, entries: [], payloadRemovedAt: '2026-01-14T04:05:00.000Z' }
    const text = words(<EventView event={thinned} />)
    expect(text).toContain('Payload removed by retention on')
    expect(text).toMatch(/14 Jan|Jan 14|2026-01-14/)
    expect(text).not.toMatch(/Stack|Breadcrumbs/)
    expect(words(<EventView event={bareEvent} />)).not.toContain('Payload removed')
  })
})

describe('event data that wants to be markup', () => {
  it.each(everyPart(hostileEvent))('stays text in %s', (_name, element) => {
    const markup = html(element)
    expect(markup).not.toMatch(/<(img|script|iframe|object|embed|link|meta|base)[\s>]/i)
    expect(markup).not.toMatch(/<[^>]*\s(onerror|onload|onclick|srcdoc)=/i)
    expect(markup).not.toMatch(/\s(href|src|action|formaction)="(?!https?:\/\/)/i)
    expect(markup).not.toContain('dangerouslySetInnerHTML')
  })

  it.each(everyPart(hostileEvent).filter(([name]) => name !== 'JsonTree'))(
    'does not fill the page in %s',
    (_name, element) => {
      expect(html(element).length).toBeLessThan(400_000)
    },
  )

  it.each([shopEvent, pythonGroup, bareEvent].flatMap((event) => everyPart(event)))(
    '%s renders on a server',
    (_name, element) => {
      expect(html(element)).not.toMatch(/\[object Object\]|>undefined<|>NaN</)
    },
  )

  it('shows what hides in it', () => {
    expect(words(<LongText>{RTL}</LongText>)).toContain('invoice[U+202E]fdp.exe')
    expect(words(<LongText>{NUL}</LongText>)).toContain('before\\x00after\\x1b[31mred\\x07')
    expect(words(<Level level={LONG} />).length).toBeLessThan(100)
  })
})

describe('files of an event', () => {
  it('are shown only where they are pictures of pixels, and not too large', () => {
    const markup = html(<Attachments attachments={shopAttachments} />)
    expect(markup.match(/<img /g)).toHaveLength(1)
    for (const mimetype of ['image/svg+xml', 'text/html', 'image/x-icon'])
      expect(html(<Attachments attachments={[anAttachment({ mimetype })]} />)).not.toContain('<img')
    const large = anAttachment({ mimetype: 'image/png', size: 50_000_000 })
    expect(html(<Attachments attachments={[large]} />)).not.toContain('<img')
  })

  it('are named with their size and kind, and can be saved', () => {
    const element = <Attachments attachments={shopAttachments} />
    expect(words(element)).toContain('checkout.log 18 kB · file')
    expect(words(element)).toContain('crash.dmp 1.5 MB · minidump')
    expect(html(element).match(/ download=""/g)).toHaveLength(3)
  })
})

describe('what people wrote', () => {
  it('keeps its lines, and who wrote it', () => {
    const text = words(<UserFeedback reports={shopReports} />)
    expect(text).toContain('Grace Hopper grace@example.com')
    expect(text).toContain('Somebody')
    expect(html(<UserFeedback reports={[aUserReport({ comments: 'a\nb' })]} />)).toContain('a\nb')
  })
})

describe('the event view', () => {
  it('has a section for what people wrote and one for files, where there are any', () => {
    const text = words(<EventView event={shopEvent} reports={shopReports} attachments={shopAttachments} />)
    expect(text).toContain('User feedback')
    expect(text).toContain('Attachments')
    expect(words(<EventView event={shopEvent} />)).not.toMatch(/User feedback|Attachments/)
    expect(words(<EventView event={{ ...shopEvent, userReport: aUserReport() }} />)).toContain('Grace Hopper')
  })

  it('reads from what decides to what is looked up', () => {
    const text = words(<EventView event={shopEvent} />)
    const order = [
      'OrderError',
      'caused by',
      'DatabaseError',
      'retrying with the stored card',
      'Copy as cURL',
      'acme-teas',
    ]
    const places = order.map((part) => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('opens the deepest frame of the app and folds the libraries', () => {
    const text = words(<EventView event={shopEvent} />)
    expect(text).toContain('throw new OrderError')
    expect(text).not.toContain('const cart = await loadCart')
    expect(text).toContain('10 library frames (router, express, body-parser, …)')
  })

  it('leaves out what the event has nothing for', () => {
    const text = words(<EventView event={bareEvent} />)
    expect(text).toContain('disk of db-2 is 91% full')
    expect(text).toContain('No breadcrumbs came with this event')
    for (const absent of ['Request', 'Tags', 'User', 'Contexts', 'Modules']) expect(text).not.toContain(` ${absent} `)
  })

  it('numbers the members of a group', () => {
    const text = words(<ExceptionChain values={exceptionsOf(pythonGroup)} platform="python" />)
    for (const sentence of ['1 of 3 in the group', '3 of 3 in the group', '1 of 1 in the group']) {
      expect(text).toContain(sentence)
    }
  })

  it('marks what was filtered', () => {
    const text = words(<KeyValues rows={[['card', '[Filtered]']]} />)
    expect(text).toContain('filtered')
    expect(text).not.toContain('[Filtered]')
  })
})

describe('the way between events', () => {
  it('has links to where there is something, and none to where there is not', () => {
    const links = html(<EventNavigator previousId={null} nextId="abc" href={(target) => `/events/${target}`} />)
    expect([...links.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['/events/abc', '/events/latest'])
  })
})

describe('times and charts', () => {
  const hour = 3_600_000
  const buckets = [0, 3, 1].map((count, at) => ({ at: Date.parse('2026-01-15T10:00:00Z') + at * hour, count }))

  it('say the time in the clock that is given', () => {
    expect(words(<Time value="2026-01-15T11:57:00Z" />)).toContain('3m ago')
    expect(html(<Time value={RTL} />)).not.toContain('<time')
  })

  it('sum a chart up in a sentence', () => {
    const sentence = '4 events; busiest: Jan 15, 11:00 with 3'
    expect(words(<EventVolume buckets={buckets} />)).toContain(sentence)
    expect(html(<Sparkbars buckets={buckets} label="24 hours" />)).toContain(`aria-label="24 hours: ${sentence}"`)
    expect(words(<EventVolume buckets={[]} />)).toContain('No events in this time')
  })
})
