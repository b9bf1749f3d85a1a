import { ApiError, type InstanceHealthJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { adminWorld, GRACE } from '../provider/memory/admin-fixtures.js'
import { aDayOfIngest, aHealthyInstance, aStorage } from '../provider/memory/admin-world.js'
import { anOrganization, aUser, minutesAgo, STORY_NOW } from '../provider/memory/builders.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never, type StoryWorld } from '../provider/story.js'
import { AppShell } from '../shell/app-shell.js'
import { PlainShell } from '../shell/plain-shell.js'
import { AdminAuditLogScreen } from './audit-log-screen.js'
import { AdminIngestScreen } from './ingest-screen.js'
import { AdminOrganizationsScreen } from './organizations-screen.js'
import { AdminOverviewScreen } from './overview-screen.js'
import { AdminSettingsScreen } from './settings-screen.js'
import { AdminStorageScreen } from './storage-screen.js'
import { AdminUsersScreen } from './users-screen.js'

const meta = {
  title: 'Screens/Administration',
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const fixtures = adminWorld

const story = (at: string, render: () => React.ReactElement, world: StoryWorld = {}): Story => ({
  render,
  parameters: { world: { fixtures, at: `/admin/${at}`, ...world } },
})
const failing = () => Promise.reject(new ApiError(500, 'The database is away.'))

const hostile: StoryWorld['fixtures'] = {
  ...fixtures,
  organizations: [anOrganization({ name: `${RTL} ${LONG}`, isAcceptingEvents: false, eventThrottleRate: 50 })],
  instance: {
    users: [
      aUser({ id: '2', email: `${'x'.repeat(64)}@${LONG}`, name: XSS, isSuperuser: false }),
      aUser({ id: '3', email: XSS, name: `${RTL}${LONG}`, isActive: false }),
    ],
    health: {
      parts: [
        { name: 'database', state: 'failing', message: `${LONG} ${XSS}`, tookMs: 5000 },
        { name: 'mail', state: 'failing', message: 'connect ECONNREFUSED 192.0.2.7:587', tookMs: 3 },
      ],
      jobs: [{ job: XSS, worker: LONG, finishedAt: minutesAgo(5), tookMs: 9e9, error: `${LONG} ${RTL}` }],
    },
    ingest: {
      buffer: { records: 1e9, bytes: 9e14, oldestAt: minutesAgo(90), setAside: 100 },
      drops: [{ category: LONG, outcome: XSS, reason: LONG, quantity: 1e12 }],
    },
    storage: {
      parts: [{ name: LONG, bytes: 9e14, rows: 1e12 }],
      organizations: [{ id: '1', slug: 'x', name: LONG, events: 1e12, bytes: 9e14 }],
    },
    settings: { instanceName: XSS, sensitiveFields: [LONG.slice(0, 100), XSS] },
  },
}

export const Overview = story('overview', () => <AdminOverviewScreen />)
export const OverviewDark: Story = { ...Overview, parameters: { ...Overview.parameters, theme: 'dark' } }
export const OverviewLoading = story('overview', () => <AdminOverviewScreen />, {
  change: { getInstanceHealth: never },
})
export const OverviewFailing = story('overview', () => <AdminOverviewScreen />, {
  change: { getInstanceHealth: failing },
})
export const OverviewIll = story('overview', () => <AdminOverviewScreen />, {
  fixtures: { ...fixtures, instance: { health: ill() } },
})
export const OverviewHostile = story('overview', () => <AdminOverviewScreen />, { fixtures: hostile })
export const NotASuperuser = story('overview', () => <AdminOverviewScreen />, {
  fixtures: { ...fixtures, user: aUser({ isSuperuser: false }) },
})

export const Users = story('users', () => <AdminUsersScreen />)
export const UsersDark: Story = { ...Users, parameters: { ...Users.parameters, theme: 'dark' } }
export const UsersLoading = story('users', () => <AdminUsersScreen />, { change: { listUsers: never } })
export const UsersFailing = story('users', () => <AdminUsersScreen />, { change: { listUsers: failing } })
export const UsersNotFound = story('users', () => <AdminUsersScreen />, { at: '/admin/users?query=nobody' })
export const UsersHostile = story('users', () => <AdminUsersScreen />, { fixtures: hostile })

export const Organizations = story('organizations', () => <AdminOrganizationsScreen />)
export const OrganizationsDark: Story = { ...Organizations, parameters: { ...Organizations.parameters, theme: 'dark' } }
export const OrganizationsHostile = story('organizations', () => <AdminOrganizationsScreen />, { fixtures: hostile })
export const OrganizationsEmpty = story('organizations', () => <AdminOrganizationsScreen />, {
  fixtures: { ...fixtures, organizations: [] },
})

export const Ingest = story('ingest', () => <AdminIngestScreen />)
export const IngestDark: Story = { ...Ingest, parameters: { ...Ingest.parameters, theme: 'dark' } }
export const IngestQuiet = story('ingest', () => <AdminIngestScreen />, {
  fixtures: { ...fixtures, instance: { ingest: quiet() } },
})
export const IngestHostile = story('ingest', () => <AdminIngestScreen />, { fixtures: hostile })

export const Storage = story('storage', () => <AdminStorageScreen />)
export const StorageDark: Story = { ...Storage, parameters: { ...Storage.parameters, theme: 'dark' } }
export const StorageEmpty = story('storage', () => <AdminStorageScreen />, {
  fixtures: {
    ...fixtures,
    instance: { storage: { ...aStorage(STORY_NOW), days: [], organizations: [], forecast: null } },
  },
})
export const StorageHostile = story('storage', () => <AdminStorageScreen />, { fixtures: hostile })

export const Settings = story('settings', () => <AdminSettingsScreen />)
export const SettingsDark: Story = { ...Settings, parameters: { ...Settings.parameters, theme: 'dark' } }
export const SettingsHostile = story('settings', () => <AdminSettingsScreen />, { fixtures: hostile })

export const AuditLog = story('audit-log', () => <AdminAuditLogScreen />)
export const AuditLogOfOne = story('audit-log', () => <AdminAuditLogScreen />, {
  at: '/admin/audit-log?organization=acme&action=project.',
})

/** A superuser who looks at things as somebody else does. */
export const Acting: Story = {
  render: () => (
    <AppShell org="acme">
      <p>The page that they see.</p>
    </AppShell>
  ),
  parameters: {
    world: {
      fixtures: {
        ...shopWorld,
        user: { ...GRACE, impersonatedBy: { email: 'ada@example.com', until: minutesAgo(-42) } },
      },
    },
  },
}
/** Of whoever is in no organization. */
export const ActingInNone: Story = {
  ...Acting,
  render: () => (
    <PlainShell>
      <AdminOverviewScreen />
    </PlainShell>
  ),
}
export const ActingDark: Story = { ...Acting, parameters: { ...Acting.parameters, theme: 'dark' } }

function ill(): Partial<InstanceHealthJson> {
  const { parts, jobs } = aHealthyInstance(STORY_NOW)
  return {
    parts: parts.map((part) =>
      part.name === 'mail' ? { ...part, state: 'failing', message: 'connect ECONNREFUSED 192.0.2.7:587' } : part,
    ),
    jobs: jobs.map((run, at) => (at === 4 ? { ...run, error: 'no space left on device' } : run)),
  }
}

function quiet() {
  const { hours } = aDayOfIngest(STORY_NOW)
  return {
    buffer: { records: 0, bytes: 0, oldestAt: null, setAside: 0 },
    drainedPerMinute: null,
    hours: hours.map(({ hour }) => ({ hour, accepted: 0, dropped: 0 })),
    drops: [],
  }
}
