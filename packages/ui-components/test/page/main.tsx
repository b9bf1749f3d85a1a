import type { LevelName } from '@mishap/core/client'
import type { ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { hostileEvent } from '../../src/event/fixtures/hostile-event.js'
import { HostileHost } from '../../src/event/fixtures/hostile-host.js'
import { shopEvent } from '../../src/event/fixtures/shop-event.js'
import { CopyEventMenu, EventView } from '../../src/event/index.js'
import { IssueTable } from '../../src/issues/issue-table.js'
import { ClockProvider, Root, ToastProvider } from '../../src/primitives/index.js'
import { anIssue } from '../../src/provider/memory/builders.js'
import { Widgets } from './widgets.js'

const CASES: Readonly<Record<string, ReactElement>> = {
  event: (
    <>
      <CopyEventMenu event={shopEvent} />
      <EventView event={shopEvent} />
    </>
  ),
  hostile: <EventView event={hostileEvent} />,
  issues: (
    <IssueTable
      issues={['error', 'warning', 'fatal'].map((level, at) => anIssue({ id: `${at}`, level: level as LevelName }))}
      href={({ id }) => `/issues/${id}`}
      selected={new Map([['1', anIssue({ id: '1' })]])}
      onToggle={() => undefined}
      onToggleShown={() => undefined}
      hasProjects
      hasStatuses
    />
  ),
  widgets: <Widgets />,
}

const params = new URLSearchParams(location.search)
const content = CASES[params.get('case') ?? ''] ?? <p>No such case</p>
const app = (
  <ClockProvider now={new Date('2026-01-15T12:00:00Z')} timeZone="UTC">
    <Root theme={params.get('theme') === 'dark' ? 'dark' : 'light'} dir={params.get('dir') ?? undefined}>
      <ToastProvider>{content}</ToastProvider>
    </Root>
  </ClockProvider>
)

const page = document.getElementById('page')
if (page !== null) createRoot(page).render(params.has('host') ? <HostileHost>{app}</HostileHost> : app)
