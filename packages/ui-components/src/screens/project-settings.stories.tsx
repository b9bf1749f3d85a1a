import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { aKey } from '../provider/memory/builders.js'
import { organizationWorld } from '../provider/memory/organization-world.js'
import { hostileWorld, shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { ProjectEnvironmentsScreen } from './project-environments-screen.js'
import { ProjectFiltersScreen } from './project-filters-screen.js'
import { ProjectKeysScreen } from './project-keys-screen.js'
import { ProjectSettingsScreen } from './project-settings-screen.js'

const meta = {
  title: 'Screens/Project settings',
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const at = '/acme/settings/projects/shop-api'
const project = { org: 'acme', project: 'shop-api' } as const

export const General: Story = {
  render: () => <ProjectSettingsScreen {...project} />,
  parameters: { world: { at } },
}

export const GeneralHostile: Story = { ...General, parameters: { world: { at, fixtures: hostileWorld } } }

export const GeneralOfAMember: Story = {
  ...General,
  parameters: { world: { at, fixtures: organizationWorld('member') } },
}

export const GeneralLoading: Story = { ...General, parameters: { world: { at, change: { getProject: never } } } }

export const Keys: Story = {
  render: () => <ProjectKeysScreen {...project} />,
  parameters: { world: { at: `${at}/keys` } },
}

const pageOf = <T,>(items: T[]) => ({ items, next: null, previous: null, hits: items.length })

export const KeysHostile: Story = {
  ...Keys,
  parameters: {
    world: {
      at: `${at}/keys`,
      fixtures: hostileWorld,
      change: {
        listKeys: async () =>
          pageOf(
            [XSS, LONG, RTL].map((name, n) =>
              aKey({
                id: String(n),
                name: name.slice(0, 64),
                isActive: n > 0,
                rateLimit: { count: 999_999_999, window: 7 },
              }),
            ),
          ),
      },
    },
  },
}

export const NoKeys: Story = {
  ...Keys,
  parameters: { world: { at: `${at}/keys`, change: { listKeys: async () => pageOf([]) } } },
}

const environments = ['production', 'staging', 'pull-request-4711', XSS, LONG.slice(0, 200), RTL, '']

export const Environments: Story = {
  render: () => <ProjectEnvironmentsScreen {...project} />,
  parameters: { world: { at: `${at}/environments`, fixtures: { ...shopWorld, environments } } },
}

export const EnvironmentsMany: Story = {
  ...Environments,
  parameters: {
    world: {
      at: `${at}/environments`,
      fixtures: { ...shopWorld, environments: Array.from({ length: 40 }, (_, n) => `preview-${n}`) },
    },
  },
}

export const EnvironmentsEmpty: Story = { ...Environments, parameters: { world: { at: `${at}/environments` } } }

export const Filters: Story = {
  render: () => <ProjectFiltersScreen {...project} />,
  parameters: { world: { at: `${at}/filters` } },
}
