import { ApiError, type IssueLinkJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, SCRIPT_URL, XSS } from '../event/fixtures/hostile-event.js'
import { anIntegration, minutesAgo } from '../provider/memory/builders.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import type { MemoryFixtures } from '../provider/memory/store.js'
import { inWorld } from '../provider/story.js'
import { IssueLinkDialog } from './issue-link-dialog.js'
import { IssueLinksCard } from './issue-links-card.js'

const noop = () => undefined
const issue = { id: shopWorld.issues?.[0]?.id ?? '' }

const aLink = (overrides: Partial<IssueLinkJson> = {}): IssueLinkJson => ({
  ...{ id: '1', integrationID: '1', kind: 'github', key: 'acme/web#12', status: 'open' },
  ...{ title: 'Cards are declined at the checkout', url: 'https://github.com/acme/web/issues/12' },
  ...{ created: minutesAgo(90), createdBy: 'Ada Lovelace' },
  ...overrides,
})
const jira = anIntegration({ id: '2', kind: 'jira', name: 'Jira', url: 'https://acme.atlassian.net' })
const failing = { ...jira, state: 'failing', error: 'HTTP 401: the token is not known.' } as const

const within = (fixtures: MemoryFixtures, change: object = {}) => ({
  world: { fixtures: { ...shopWorld, integrations: [anIntegration(), jira], ...fixtures }, change },
})
const linked = (...links: readonly IssueLinkJson[]) => within({ issueLinks: { [issue.id]: links } })

const meta = {
  title: 'Screens/Trackers',
  component: IssueLinksCard,
  args: { org: 'acme', issue, canWrite: true },
  decorators: [inWorld],
  parameters: { width: 340, ...within({}) },
} satisfies Meta<typeof IssueLinksCard>
export default meta

type Story = StoryObj<typeof meta>

export const None: Story = {}

export const Linked: Story = {
  parameters: linked(
    aLink(),
    aLink({ id: '2', integrationID: '2', kind: 'jira', key: 'WEB-7', title: 'Refunds fail', status: 'closed' }),
  ),
}

/** Its token was taken back: what is linked there may be otherwise by now. */
export const FailingTracker: Story = {
  parameters: within({
    integrations: [failing],
    issueLinks: { [issue.id]: [aLink({ integrationID: '2', kind: 'jira', key: 'WEB-7' })] },
  }),
}

export const OfAReader: Story = { args: { canWrite: false }, parameters: linked(aLink()) }

export const Hostile: Story = {
  parameters: linked(
    ...[XSS, LONG.slice(0, 400), RTL].map((text, place) =>
      aLink({ id: String(place), key: text, title: text, url: place === 1 ? SCRIPT_URL : 'https://github.com/a/b' }),
    ),
  ),
}

const asked = (fixtures: MemoryFixtures = {}, change: object = {}): Story => ({
  parameters: within(fixtures, change),
  render: () => (
    <IssueLinkDialog
      org="acme"
      issueId={issue.id}
      trackers={fixtures.integrations ?? [anIntegration()]}
      onClose={noop}
    />
  ),
})

export const Making = asked()
export const MakingInOneThatFails = asked(
  { integrations: [failing] },
  { listIntegrationTargets: () => Promise.reject(new ApiError(502, 'HTTP 401: the token is not known.')) },
)
export const MakingInHostileOnes = asked({
  integrations: [XSS, LONG.slice(0, 200), RTL].map((name, place) => anIntegration({ id: String(place), name })),
})
