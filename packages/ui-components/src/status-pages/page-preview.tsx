import { clip, safeUrl, visibleText } from '@mishap/core/format'
import type { CSSProperties } from 'react'
import { Markdown } from '../issues/activity/markdown.js'
import { ScrollBox, type Theme } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { type NamedMonitor, useMonitorNames } from '../uptime/monitor-names.js'
import { shownStatus } from '../uptime/status.js'
import { StatusShape } from '../uptime/status-shape.js'
import { UptimeBar } from '../uptime/uptime-bar.js'
import { useUptime } from '../uptime/use-monitors.js'
import { inkOn, readable } from './contrast.js'
import type { PageDraft } from './page-draft.js'
import type { DraftSection, ShownMonitor } from './sections.js'
import css from './status-pages.module.css'

export interface PagePreviewProps {
  readonly org: string
  readonly draft: PageDraft
  readonly hasLogo: boolean
  /** Of the page as it is saved, for its logo. */
  readonly url: string
}

/** The page as it will be, with what its monitors are now. Incidents and maintenance are left out. */
export function PagePreview({ org, draft, hasLogo, url }: PagePreviewProps) {
  const { theme: own } = useMishap()
  const monitors = useMonitorNames(org).data ?? []
  const home = draft.homepage === '' ? null : safeUrl(draft.homepage)
  const theme = draft.theme === 'system' ? own : draft.theme
  const style = {
    colorScheme: theme === 'system' ? undefined : theme,
    ...accentOf(draft.accent, theme),
  } as CSSProperties
  return (
    <section aria-label="Preview" className={css.preview} style={style}>
      <p className={css.previewNote}>Preview. Changes are shown at once, and on the page once they are saved.</p>
      <ScrollBox className={css.previewPage}>
        <header className={css.previewHead}>
          {hasLogo ? <img src={`${url}logo/`} alt="" className={css.previewLogo} /> : null}
          <p className={css.previewTitle}>
            <bdi>{visibleText(clip(draft.name, 200))}</bdi>
          </p>
          {home === null ? null : <span className={css.previewLink}>{new URL(home).host}</span>}
        </header>
        <p className={css.banner}>{overallWords(draft.sections, monitors)}</p>
        {draft.description.trim() === '' ? null : <Markdown text={draft.description} />}
        {draft.sections
          .filter((section) => section.monitors.length > 0)
          .map((section) => (
            <PreviewSection key={section.key} org={org} section={section} monitors={monitors} draft={draft} />
          ))}
        <footer className={css.previewFoot}>
          {draft.allowSubscribers ? <span className={css.previewButton}>Subscribe</span> : null}
          <span className={css.previewLink}>RSS</span> <span className={css.previewLink}>Atom</span>{' '}
          <span className={css.previewLink}>JSON Feed</span>
        </footer>
      </ScrollBox>
    </section>
  )
}

interface PreviewSectionProps {
  readonly org: string
  readonly section: DraftSection
  readonly monitors: readonly NamedMonitor[]
  readonly draft: PageDraft
}

function PreviewSection({ org, section, monitors, draft }: PreviewSectionProps) {
  const figures = useUptime(org, { bars: 45, span: '90d' }).data
  const name = visibleText(clip(section.name, 200))
  return (
    <div className={css.previewSection}>
      {name === '' ? null : (
        <p className={css.previewName}>
          <bdi>{name}</bdi>
          {section.isCollapsed ? <span className={css.note}> · folded</span> : null}
        </p>
      )}
      {section.isCollapsed && name !== '' ? null : (
        <ul className={css.previewList}>
          {section.monitors.map((shown) => {
            const monitor = monitors.find(({ id }) => id === shown.id)
            const figure = figures?.get(shown.id)
            return (
              <li key={shown.id} className={css.previewItem}>
                <p className={css.previewRow}>
                  <bdi>{nameOf(shown, monitor)}</bdi>
                  <StatusShape status={monitor === undefined ? 'unknown' : shownStatus(monitor)} />
                </p>
                {shown.description === '' ? null : (
                  <p className={css.note}>{visibleText(clip(shown.description, 300))}</p>
                )}
                {figure === undefined ? null : (
                  <UptimeBar
                    bars={figure.bars}
                    label={nameOf(shown, monitor)}
                    height={22}
                    minBarWidth={5}
                    isFocusable={false}
                  />
                )}
                {draft.showLatency && figure !== undefined && figure.p50 !== null ? (
                  <p className={css.note}>{Math.round(figure.p50)} ms</p>
                ) : null}
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

function accentOf(accent: string, theme: Theme): Readonly<Record<string, string>> {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return {}
  const [light, dark] = [readable(accent, 'light'), readable(accent, 'dark')]
  const both = (one: string, other: string) =>
    ({ light: one, dark: other, system: `light-dark(${one}, ${other})` })[theme]
  return { '--mh-accent': both(light, dark), '--mh-accent-fg': both(inkOn(light), inkOn(dark)) }
}

function nameOf({ id, name }: ShownMonitor, monitor: NamedMonitor | undefined): string {
  return visibleText(clip(name || (monitor?.name ?? `Monitor ${id}`), 120))
}

function overallWords(sections: readonly DraftSection[], monitors: readonly NamedMonitor[]): string {
  const shown = new Set(sections.flatMap((section) => section.monitors.map(({ id }) => id)))
  const statuses = monitors.filter(({ id }) => shown.has(id)).map(({ status }) => status)
  const down = statuses.filter((status) => status === 'down').length
  if (down > 0) return down === statuses.length ? 'All systems are down' : 'Some systems are down'
  if (statuses.includes('degraded')) return 'Some systems are slow'
  if (statuses.includes('maintenance')) return 'Maintenance is under way'
  return statuses.includes('up') ? 'All systems are up' : 'Nothing is known yet'
}
