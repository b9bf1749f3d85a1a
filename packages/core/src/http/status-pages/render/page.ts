import {
  OVERALL_TEXTS,
  overallOf,
  PAST_DAYS,
  percentOf,
  STAGE_TEXTS,
  type StatusComponent,
  type StatusIncident,
  type StatusMaintenance,
  type StatusView,
} from '../../../status-pages/view.js'
import { type Html, html } from '../html.js'
import { documentOf, type Shell } from './document.js'
import { markdown } from './markdown.js'
import { bars, icon, statusLabel, time } from './parts.js'

/** The page for people. Embedded in another it has neither head nor foot, nor what is past. */
export function renderStatusPage(view: StatusView, { base, isEmbedded }: { base: string; isEmbedded: boolean }): Shell {
  const { page, incidents, maintenance } = view
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null)
  const past = incidents.filter(({ resolvedAt }) => resolvedAt !== null)
  const overall = overallOf(view)
  const main = html`<main id="m">${isEmbedded ? html`<h1 class="h">${page.name}</h1>` : null}<div class="b ${overall}">${icon(overall)}<span role="status">${OVERALL_TEXTS[overall]}</span><small>As of ${time(view.at)}</small></div>${
    page.description === '' || isEmbedded ? null : html`<div class="x">${markdown(page.description)}</div>`
  }${open.length === 0 ? null : html`<h2>Now</h2><ul class="c">${open.map(incident)}</ul>`}${
    maintenance.length === 0 ? null : html`<h2>Maintenance</h2><ul class="c">${maintenance.map(window)}</ul>`
  }${view.sections.filter(({ components }) => components.length > 0).map((one) => section(one, view))}${
    isEmbedded ? null : history(past)
  }</main>`
  return documentOf(view, { base, isEmbedded, title: page.name, main, footer: isEmbedded ? null : footer(view, base) })
}

function section({ name, isCollapsed, components }: StatusView['sections'][number], view: StatusView): Html {
  const list = html`<ul class="c">${components.map((one) => component(one, view.page.showLatency))}</ul>`
  if (!isCollapsed || name === '') return html`<h2>${name || 'Systems'}</h2>${list}`
  const statuses = components.map(({ status }) => status)
  const worst = (['down', 'degraded', 'maintenance', 'unknown'] as const).find((status) => statuses.includes(status))
  return html`<details><summary><h2>${name}</h2> ${statusLabel(worst ?? 'up')}</summary>${list}</details>`
}

function component(one: StatusComponent, showLatency: boolean): Html {
  const { quarter } = one.uptime
  const latency = showLatency && one.latencyMs !== null ? html` · ${Math.round(one.latencyMs)} ms` : null
  return html`<li><div class="r"><h3>${one.name}</h3>${statusLabel(one.status)}</div>${
    one.description === '' ? null : html`<p class="m">${one.description}</p>`
  }${bars(one)}<div class="f"><span>90 days ago</span><span>${
    quarter === null ? 'No history yet' : `${percentOf(quarter)} uptime`
  }${latency}</span><span>Today</span></div></li>`
}

function incident({ title, severity, startedAt, resolvedAt, affects, updates }: StatusIncident): Html {
  const when = resolvedAt === null ? html`Since ${time(startedAt)}` : html`${time(startedAt)} to ${time(resolvedAt)}`
  return html`<li><h3 class="k ${severity}">${icon(severity === 'notice' ? 'unknown' : severity)}<span>${title}</span></h3><p class="m">${when}${
    affects.length === 0 ? null : ` · ${affects.join(', ')}`
  }</p>${updates.map(
    ({ at, stage, text }) =>
      html`<div class="w"><p class="m">${stage === null ? null : html`<strong>${STAGE_TEXTS[stage]}</strong> · `}${time(at)}</p>${markdown(text)}</div>`,
  )}</li>`
}

function window({ title, text, start, end, isActive, affects }: StatusMaintenance): Html {
  return html`<li><h3 class="k maintenance">${icon('maintenance')}<span>${title}</span></h3><p class="m">${
    isActive ? 'Under way: ' : null
  }${time(start)} to ${time(end)}${affects.length === 0 ? null : ` · ${affects.join(', ')}`}</p>${
    text === '' ? null : html`<div class="w">${markdown(text)}</div>`
  }</li>`
}

function history(past: readonly StatusIncident[]): Html {
  if (past.length === 0) return html`<h2>Past incidents</h2><p class="m">None in the last ${PAST_DAYS} days.</p>`
  return html`<h2>Past incidents</h2><ul class="c">${past.map(incident)}</ul>`
}

function footer({ page }: StatusView, base: string): Html {
  const subscribe = html`<h2>Get told</h2><form method="post" action="${base}subscribe/"><label>E-mail address<input type="email" name="email" required maxlength="254" autocomplete="email"></label><button>Subscribe</button></form>`
  return html`<footer>${page.allowSubscribers ? subscribe : null}<ul><li><a href="${base}feed.rss">RSS</a><li><a href="${base}feed.atom">Atom</a><li><a href="${base}feed.json">JSON Feed</a><li><a href="${base}status.json">JSON</a></ul></footer>`
}
