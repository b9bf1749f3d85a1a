import { ApiError, type EmailJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { aMute, anOrganization, aProject, aToken, aUser, minutesAgo } from '../provider/memory/builders.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import type { MemoryFixtures } from '../provider/memory/store.js'
import { inWorld, never } from '../provider/story.js'
import { AccountScreen } from './account-screen.js'
import { NotificationsScreen } from './notifications-screen.js'
import { ShortcutsScreen } from './shortcuts-screen.js'
import { TokensScreen } from './tokens-screen.js'
import { WizardScreen } from './wizard-screen.js'

const meta = {
  title: 'Screens/Profile',
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const otherEmails: readonly EmailJson[] = [
  { email: 'ada@analytical.example', isPrimary: false, isVerified: true },
  { email: 'countess@example.org', isPrimary: false, isVerified: false },
]
const member: MemoryFixtures = {
  ...shopWorld,
  passwordResetKey: 'mailed',
  otherEmails,
  user: aUser({ isSuperuser: false, options: { timezone: 'Europe/London' } }),
  organizations: [],
  projects: [],
}
const at = '/profile/account'

export const Account: Story = {
  render: () => <AccountScreen />,
  parameters: { world: { at, fixtures: member } },
}

export const AccountOfAnOwner: Story = {
  ...Account,
  parameters: {
    world: {
      at,
      fixtures: {
        ...member,
        organizations: [anOrganization(), anOrganization({ id: '2', slug: 'beta', name: LONG.slice(0, 200) })],
      },
    },
  },
}

export const AccountOfASuperuserWithoutMail: Story = { ...Account, parameters: { world: { at } } }

export const AccountOfTheHost: Story = {
  ...Account,
  parameters: {
    world: { at, fixtures: { ...member, settings: { hostAuth: { loginUrl: '/sign-in', logoutUrl: null } } } },
  },
}

export const AccountHostile: Story = {
  ...Account,
  parameters: {
    world: {
      at,
      fixtures: {
        ...member,
        user: aUser({
          isSuperuser: false,
          name: XSS,
          email: `${'a'.repeat(240)}@example.com`,
          options: { timezone: XSS },
        }),
        otherEmails: [LONG.slice(0, 250), RTL].map((email) => ({ email, isPrimary: false, isVerified: false })),
      },
    },
  },
}

export const AccountLoading: Story = {
  ...Account,
  parameters: { world: { at, fixtures: member, change: { getMe: never } } },
}

const failing = () => Promise.reject(new ApiError(500, 'The database is away.'))

export const AccountEmailsFailing: Story = {
  ...Account,
  parameters: { world: { at, fixtures: member, change: { listEmails: failing } } },
}

const beta = anOrganization({ id: '2', slug: 'beta', name: 'Beta' })
const atNotifications = { at: '/profile/notifications' }

export const Notifications: Story = {
  render: () => <NotificationsScreen />,
  parameters: {
    world: {
      ...atNotifications,
      fixtures: {
        ...shopWorld,
        projects: [...(shopWorld.projects ?? []), aProject({ id: '9', name: 'Warehouse', organization: beta })],
        notifications: {
          byDefault: { followed: false },
          projects: { '2': { alerts: false, mentioned: true }, '9': { uptime: true, followed: true } },
          quietHours: { start: '22:00', end: '07:00', timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5] },
        },
        mutes: [
          aMute({ issueID: shopWorld.issues?.[0]?.id ?? null, until: minutesAgo(-55) }),
          aMute({ id: '2', until: null }),
          aMute({ id: '3', isOwn: false }),
        ],
      },
    },
  },
}

export const NotificationsOffByDefault: Story = {
  ...Notifications,
  parameters: {
    world: { ...atNotifications, fixtures: { ...shopWorld, notifications: { byDefault: { alerts: false } } } },
  },
}

export const NotificationsHostile: Story = {
  ...Notifications,
  parameters: {
    world: {
      ...atNotifications,
      fixtures: {
        ...shopWorld,
        projects: Array.from({ length: 15 }, (_, n) =>
          aProject({
            id: String(n),
            name: [XSS, LONG.slice(0, 64), RTL][n % 3]!,
            organization: anOrganization({ name: LONG.slice(0, 200) }),
          }),
        ),
      },
    },
  },
}

export const NotificationsEmpty: Story = {
  ...Notifications,
  parameters: { world: { ...atNotifications, fixtures: { ...shopWorld, projects: [] } } },
}

export const NotificationsLoading: Story = {
  ...Notifications,
  parameters: { world: { ...atNotifications, change: { listAllProjects: never } } },
}

export const Tokens: Story = {
  render: () => <TokensScreen />,
  parameters: {
    world: {
      at: '/profile/tokens',
      fixtures: {
        ...shopWorld,
        tokens: [
          aToken({ lastUsed: minutesAgo(7), expires: minutesAgo(-90 * 24 * 60) }),
          aToken({ id: 2, label: 'Old laptop', scopes: ['event:read'], expires: minutesAgo(60) }),
          aToken({ id: 3, label: LONG.slice(0, 255), scopes: ['org:read', 'org:write', 'team:write'] }),
        ],
      },
    },
  },
}

export const Shortcuts: Story = {
  render: () => <ShortcutsScreen />,
  parameters: { world: { at: '/profile/shortcuts' } },
}

export const Wizard: Story = {
  render: () => <WizardScreen hash="waiting" />,
  parameters: { world: { fixtures: { ...shopWorld, wizardHash: 'waiting' } } },
}

/** Says yes too late. */
export const WizardTooLate: Story = { ...Wizard, parameters: { world: {} } }
