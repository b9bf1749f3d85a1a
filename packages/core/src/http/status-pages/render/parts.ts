import {
  COMPONENT_TEXTS,
  type ComponentStatus,
  durationOf,
  type OverallStatus,
  STATUS_DAYS,
  type StatusComponent,
  type StatusDay,
} from '../../../status-pages/view.js'
import { type Html, html } from '../html.js'

/** In UTC; a script makes it the reader's own. */
export function time(at: Date): Html {
  const text = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.toISOString().slice(11, 16)} UTC`
  return html`<time datetime="${`${at.toISOString().slice(0, 16)}Z`}">${text}</time>`
}

/** A shape as well as a colour. */
export function icon(status: OverallStatus): Html {
  return html`<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"/><path d="${SHAPES[status]}"/></svg>`
}

export function statusLabel(status: ComponentStatus): Html {
  return html`<span class="s ${status}">${icon(status)}${COMPONENT_TEXTS[status]}</span>`
}

/** The days as a drawing that is read out in a sentence. */
export function bars({ name, days }: StatusComponent): Html {
  const troubles = days.flatMap((day, index) => {
    const text = troubleOf(day)
    return text === '' ? [] : [{ index, day, text }]
  })
  const firstKnown = days.findIndex(({ knownSeconds }) => knownSeconds > 0)
  const known = firstKnown === -1 ? 0 : days.length - firstKnown
  const paths = KINDS.map(({ kind, top, height }) => {
    const d = days.flatMap((day, index) => (kindOf(day) === kind ? `M${index * 5} ${top}h4v${height}h-4z` : []))
    return d.length === 0 ? null : html`<path class="${kind}" d="${d.join('')}"/>`
  })
  return html`<svg class="g" viewBox="0 0 ${STATUS_DAYS * 5 - 1} 24" preserveAspectRatio="none" role="img" aria-label="${sentence(name, known, troubles)}" data-e="${dayOf(days.at(-1)?.start ?? new Date(0))}" data-k="${days.length - known}" data-d="${JSON.stringify(Object.fromEntries(troubles.map(({ index, text }) => [index, text])))}">${paths.filter((path) => path !== null)}</svg>`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const SHAPES: Readonly<Record<OverallStatus, string>> = {
  up: 'm5 8.2 2.2 2.2L11 6',
  degraded: 'M8 4.5v4l2.5 1.5',
  partly_down: 'M8 4.5v4M8 11.2v.1',
  down: 'm5.5 5.5 5 5m0-5-5 5',
  maintenance: 'M5.5 8h5',
  unknown: 'M6.2 6.2a1.9 1.9 0 1 1 1.8 2.5M8 11.4v.1',
}

/** The worse the higher, so that it is seen without colours. */
const KINDS = [
  { kind: 'n', top: 10, height: 4 },
  { kind: 'u', top: 5, height: 14 },
  { kind: 'w', top: 5, height: 14 },
  { kind: 's', top: 2, height: 20 },
  { kind: 'd', top: 0, height: 24 },
] as const

function kindOf(day: StatusDay): (typeof KINDS)[number]['kind'] {
  if (day.downSeconds > 0) return 'd'
  if (day.degradedSeconds > 0) return 's'
  if (day.maintenanceSeconds > 0) return 'w'
  return day.knownSeconds > 0 ? 'u' : 'n'
}

function troubleOf({ downSeconds, degradedSeconds, maintenanceSeconds }: StatusDay): string {
  const parts = [
    downSeconds > 0 ? `down for ${durationOf(downSeconds)}` : '',
    degradedSeconds > 0 ? `slow for ${durationOf(degradedSeconds)}` : '',
    maintenanceSeconds > 0 ? `maintenance for ${durationOf(maintenanceSeconds)}` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

const SPOKEN = 5

function sentence(
  name: string,
  known: number,
  troubles: readonly { readonly day: StatusDay; readonly text: string }[],
): string {
  if (known === 0) return `${name}: nothing is known of the last ${STATUS_DAYS} days`
  const of = known === STATUS_DAYS ? `the last ${STATUS_DAYS} days` : `the last ${known} days, nothing known before`
  if (troubles.length === 0) return `${name}: no trouble in ${of}`
  const last = troubles.slice(-SPOKEN).map(({ day, text }) => `${dayOf(day.start)} ${text}`)
  const more = troubles.length > SPOKEN ? `; the last ${SPOKEN}` : ''
  return `${name}: trouble on ${troubles.length} of ${of}${more}: ${last.join('; ')}`
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
