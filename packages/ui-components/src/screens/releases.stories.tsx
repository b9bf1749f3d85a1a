import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { aCommit, aDeploy, aRelease, shopReleases } from '../provider/memory/shop-releases.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { ReleaseScreen } from './release-screen.js'
import { ReleasesScreen } from './releases-screen.js'

const fixtures = { ...shopWorld, releases: shopReleases }
const at = (search = '') => ({ world: { fixtures, at: `/acme/releases${search}` } })

const hostile = [XSS, RTL, LONG.slice(0, 250), '👩‍💻'.repeat(60), '__proto__'].map((version, index) => {
  const projects = Array.from({ length: index + 1 }, (_, id) => ({
    ...{ id: String(id + 1), slug: `p${id}`, name: id % 2 === 0 ? XSS : LONG.slice(0, 64), platform: null },
    newGroups: 99_999_999,
  }))
  const release = aRelease({
    ...{ version, shortVersion: version, projects, newGroups: 123_456_789, status: index === 1 ? 'archived' : 'open' },
    ...{ ref: XSS, url: index === 0 ? 'javascript:alert(1)' : `https://x.example/${LONG.slice(0, 500)}` },
    lastDeploy: aDeploy({ id: 1, environment: LONG.slice(0, 64) }),
    repository: { id: '1', name: LONG.slice(0, 200) },
  })
  return {
    release,
    commits: [
      aCommit({
        ...{ id: LONG.slice(0, 128), message: LONG.slice(0, 5000), authorName: XSS, repository: { name: XSS } },
        patchSet: [{ path: LONG.slice(0, 1024), type: 'D' }],
      }),
      aCommit({ id: 'a', message: '', authorName: '', authorEmail: '' }),
    ],
    deploys: [
      aDeploy({ id: 1, environment: LONG.slice(0, 64), name: XSS, url: `https://x.example/${LONG.slice(0, 900)}` }),
      aDeploy({ id: 2, url: 'javascript:alert(1)' }),
    ],
    health: { sessions: 999_999_999, crashed: 999_999_998, users: 0, crashedUsers: 0 },
  }
})

const meta = {
  title: 'Screens/Releases',
  component: ReleasesScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, ...at() },
} satisfies Meta<typeof ReleasesScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Filtered: Story = { parameters: at('?query=1.4&project=1') }

export const NothingFound: Story = { parameters: at('?query=9.9') }

export const None: Story = { parameters: { world: { fixtures: { ...shopWorld, releases: [] } } } }

export const Loading: Story = { parameters: { world: { fixtures, change: { listReleases: never } } } }

export const Failing: Story = {
  parameters: {
    world: { fixtures, change: { listReleases: () => Promise.reject(new ApiError(503, 'The database is away.')) } },
  },
}

export const Hostile: Story = { parameters: { world: { fixtures: { ...shopWorld, releases: hostile } } } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }

const detail = (version: string): Story => ({
  render: () => <ReleaseScreen org="acme" version={version} />,
  parameters: { world: { fixtures, at: `/acme/releases/${version}` } },
})

export const Detail: Story = detail('shop@1.4.2')

export const DetailOfLittle: Story = detail('9fceb02d0ae598e95dc970b74767f19372d61af8')

export const DetailNotFound: Story = detail('shop@9')

export const DetailHostile: Story = {
  render: () => <ReleaseScreen org="acme" version={LONG.slice(0, 250)} />,
  parameters: { world: { fixtures: { ...shopWorld, releases: hostile } } },
}

export const DetailDark: Story = { ...Detail, parameters: { ...Detail.parameters, theme: 'dark' } }

export const DetailNarrow: Story = { ...Detail, parameters: { ...Detail.parameters, width: 390 } }
