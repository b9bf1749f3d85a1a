import {
  OVERALL_TEXTS,
  overallOf,
  STAGE_TEXTS,
  type StatusIncident,
  type StatusMaintenance,
  type StatusView,
} from '../../status-pages/view.js'
import { type Html, html } from './html.js'
import { markdown } from './render/markdown.js'

/** Something that happened, in a form that all feeds are made of. */
interface FeedEntry {
  readonly id: string
  readonly title: string
  readonly at: Date
  readonly content: Html
}

/** `url` is that of the page, with a slash at the end. */
export function atomOf(view: StatusView, url: string): string {
  const entries = entriesOf(view, url)
  const updated = entries[0]?.at ?? view.page.createdAt
  return xml(
    html`<feed xmlns="http://www.w3.org/2005/Atom"><id>${url}</id><title>${view.page.name}</title><updated>${updated.toISOString()}</updated><link href="${url}"/><link rel="self" type="application/atom+xml" href="${url}feed.atom"/><author><name>${view.page.name}</name></author>${entries.map(
      ({ id, title, at, content }) =>
        html`<entry><id>${id}</id><title>${title}</title><updated>${at.toISOString()}</updated><link href="${url}"/><content type="html">${content.toString()}</content></entry>`,
    )}</feed>`,
  )
}

export function rssOf(view: StatusView, url: string): string {
  return xml(
    html`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${view.page.name}</title><link>${url}</link><description>${`Incidents and maintenance of ${view.page.name}`}</description><atom:link rel="self" type="application/rss+xml" href="${url}feed.rss"/>${entriesOf(
      view,
      url,
    ).map(
      ({ id, title, at, content }) =>
        html`<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>${url}</link><pubDate>${at.toUTCString()}</pubDate><description>${content.toString()}</description></item>`,
    )}</channel></rss>`,
  )
}

/** JSON Feed, version 1.1. */
export function jsonFeedOf(view: StatusView, url: string): string {
  return JSON.stringify({
    ...{ version: 'https://jsonfeed.org/version/1.1', title: view.page.name },
    ...{ home_page_url: url, feed_url: `${url}feed.json` },
    items: entriesOf(view, url).map(({ id, title, at, content }) => ({
      ...{ id, url, title, content_html: content.toString(), date_published: at.toISOString() },
    })),
  })
}

/** The page for programs. */
export function statusJsonOf(view: StatusView, url: string): string {
  const overall = overallOf(view)
  return JSON.stringify({
    page: { name: view.page.name, url, updatedAt: view.at },
    status: { indicator: overall, description: OVERALL_TEXTS[overall] },
    components: view.sections.flatMap(({ name: group, components }) =>
      components.map(({ id, name, description, status, uptime, latencyMs }) => ({
        ...{ id: Number(id), name, description, group, status },
        ...{ uptime: { day: uptime.day, month: uptime.month, quarter: uptime.quarter } },
        latency: view.page.showLatency ? latencyMs : null,
      })),
    ),
    incidents: view.incidents,
    maintenance: view.maintenance,
  })
}

function entriesOf(view: StatusView, url: string): readonly FeedEntry[] {
  const entries = [
    ...view.incidents.flatMap((one) => ofIncident(one, url)),
    ...view.maintenance.map((one) => planned(one, url)),
  ]
  return entries.sort((a, b) => Number(b.at) - Number(a.at))
}

/** One entry an update, so that readers are told of each. */
function ofIncident(
  { id, title, startedAt, resolvedAt, updates, affects }: StatusIncident,
  url: string,
): readonly FeedEntry[] {
  const about = html`<p>${affects.length === 0 ? null : `Affected: ${affects.join(', ')}`}</p>`
  const entry = (part: string, at: Date, word: string, content: Html): FeedEntry => ({
    ...{ id: `${url}#incident-${id}-${part}`, title: word === '' ? title : `${title} (${word})`, at, content },
  })
  const told = updates.map((one) =>
    entry(one.id, one.at, one.stage === null ? '' : STAGE_TEXTS[one.stage], html`${markdown(one.text)}${about}`),
  )
  const isEndTold = updates.some(({ stage }) => stage === 'resolved')
  return [
    ...(resolvedAt === null || isEndTold ? [] : [entry('resolved', resolvedAt, 'Resolved', about)]),
    ...told,
    entry('opened', startedAt, '', about),
  ]
}

function planned({ id, title, text, start, end, affects }: StatusMaintenance, url: string): FeedEntry {
  const when = `${start.toISOString()} to ${end.toISOString()}`
  return {
    ...{ id: `${url}#maintenance-${id}-${start.getTime()}`, title: `Maintenance: ${title}`, at: start },
    content: html`<p>${when}${affects.length === 0 ? null : `: ${affects.join(', ')}`}</p>${markdown(text)}`,
  }
}

function xml(content: Html): string {
  return `<?xml version="1.0" encoding="utf-8"?>${content}`
}
