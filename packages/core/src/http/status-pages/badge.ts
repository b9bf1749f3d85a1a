import { COMPONENT_TEXTS, type ComponentStatus, percentOf, type StatusComponent } from '../../status-pages/view.js'
import { html } from './html.js'

export const BADGES = ['status', 'uptime', 'latency'] as const
export const BADGE_PERIODS = ['24h', '30d', '90d'] as const

export interface BadgeRequest {
  readonly kind: (typeof BADGES)[number]
  /** Of uptime. */
  readonly period: (typeof BADGE_PERIODS)[number]
  /** In the place of the usual one; empty for that. */
  readonly label: string
}

/** A small drawing for pages elsewhere. */
export function badgeOf(component: StatusComponent, { kind, period, label }: BadgeRequest): string {
  const { value, color } = VALUES[kind](component, period)
  const name = (label || NAMES[kind](component, period)).slice(0, 60)
  const [left, right] = [widthOf(name), widthOf(value)]
  const width = left + right
  const texts = [
    { text: name, x: left / 2, length: left - 12 },
    { text: value, x: left + right / 2, length: right - 12 },
  ]
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${`${name}: ${value}`}"><title>${`${name}: ${value}`}</title><clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><path fill="#454b54" d="M0 0h${left}v20H0z"/><path fill="${color}" d="M${left} 0h${right}v20H${left}z"/></g><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">${texts.map(
    ({ text, x, length }) =>
      html`<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${text}</text>`,
  )}</g></svg>`.toString()
}

interface Told {
  readonly value: string
  readonly color: string
}

const COLORS: Readonly<Record<ComponentStatus, string>> = {
  up: '#1a7f4b',
  degraded: '#8a5a00',
  down: '#b8262b',
  maintenance: '#2f5fd0',
  unknown: '#616a75',
}

const NAMES: Readonly<Record<BadgeRequest['kind'], (component: StatusComponent, period: string) => string>> = {
  status: ({ name }) => name,
  uptime: (_, period) => `uptime ${period}`,
  latency: () => 'response',
}

const VALUES: Readonly<
  Record<BadgeRequest['kind'], (component: StatusComponent, period: BadgeRequest['period']) => Told>
> = {
  status: ({ status }) => ({ value: COMPONENT_TEXTS[status].toLowerCase(), color: COLORS[status] }),
  uptime: ({ uptime }, period) => {
    const share = { '24h': uptime.day, '30d': uptime.month, '90d': uptime.quarter }[period]
    if (share === null) return { value: 'unknown', color: COLORS.unknown }
    return { value: percentOf(share), color: COLORS[gradeOf(share)] }
  },
  latency: ({ latencyMs }) =>
    latencyMs === null
      ? { value: 'unknown', color: COLORS.unknown }
      : { value: `${Math.round(latencyMs)} ms`, color: COLORS.maintenance },
}

function gradeOf(share: number): ComponentStatus {
  if (share >= 0.99) return 'up'
  return share >= 0.95 ? 'degraded' : 'down'
}

/** About what the letters take; the drawing stretches them to it. */
function widthOf(text: string): number {
  return 12 + [...text].reduce((sum, letter) => sum + letterWidth(letter), 0)
}

function letterWidth(letter: string): number {
  if (/[ilj.,:|!' ]/.test(letter)) return 4
  return letter > '\u2e80' ? 11 : 7
}
