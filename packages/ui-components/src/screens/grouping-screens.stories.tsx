import { ApiError, type GroupingPreviewJson, type GroupingSettingsJson } from '@mishap/core/client'
import { ruleFaults } from '@mishap/core/format'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { inWorld, never } from '../provider/story.js'
import { ProjectGroupingScreen } from './project-grouping-screen.js'
import { ProjectOwnershipScreen } from './project-ownership-screen.js'

const meta = {
  title: 'Screens/Grouping and ownership',
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const atGrouping = '/acme/settings/projects/shop-api/grouping'
const atOwnership = '/acme/settings/projects/shop-api/ownership'

const RULES: GroupingSettingsJson = {
  version: 'g1',
  versions: ['g0', 'g1'],
  previous: 'g0',
  previousUntil: '2026-05-01T12:00:00.000Z',
  fingerprintRules:
    '# Payments time out in many places.\nerror.type:TimeoutError stack.function:"pay*" -> payment-timeout\n' +
    'message:"*connection refused*" -> connection-refused title="No connection"\n',
  stackRules: 'stack.abs_path:**/generated/** -group\nstack.module:acme.framework.* -app\n',
  faults: [],
}

const withFaults = (fingerprintRules: string, stackRules: string): GroupingSettingsJson => ({
  ...RULES,
  fingerprintRules,
  stackRules,
  faults: ruleFaults({ fingerprint: fingerprintRules, stack: stackRules }).map((fault) => ({ ...fault })),
})

const FAULTY = withFaults(
  `# Three of these cannot be read.\nerror.type:TimeoutError => timeouts\nerror.kind:A -> a\nerror.type:B ->\nlogger:audit -> {{ defautl }}, audit\n`,
  'stack.function:panic_handler ^-grup\n[ stack.function:dispatch | stack.function:handle -group\n',
)

const HOSTILE = withFaults(
  `${XSS} -> ${LONG}\nerror.type:"${RTL}" -> ${RTL}\n${LONG}\n`,
  Array.from({ length: 40 }, (_, at) => `stack.module:acme.${at}.* -app`).join('\n'),
)

const issue = (id: string, shortId: string, title: string) => ({ id, shortId, title })

const PREVIEW: GroupingPreviewJson = {
  faults: [],
  examined: 9_412,
  issues: 416,
  isSampled: true,
  joins: 3,
  splits: 1,
  unchanged: 412,
  sentence: 'would join 3 issues, split 1, leave 412',
  changes: [
    {
      events: 4_120,
      groups: 1,
      issueCount: 3,
      issues: [
        issue('1', 'SHOP-API-1A', 'TimeoutError: the payment provider did not answer within 5000 ms'),
        issue('2', 'SHOP-API-2C', 'TimeoutError: capture of order 17 timed out'),
        issue('3', 'SHOP-API-31', 'TimeoutError'),
      ],
    },
    { events: 812, groups: 4, issueCount: 1, issues: [issue('4', 'SHOP-API-7', 'HttpError: upstream')] },
  ],
}

const asking = (settings: GroupingSettingsJson) => ({ getGroupingSettings: async () => settings })

export const Grouping: Story = {
  render: () => <ProjectGroupingScreen org="acme" project="shop-api" />,
  parameters: { world: { at: atGrouping, change: asking(RULES) } },
}

export const GroupingDark: Story = { ...Grouping, parameters: { ...Grouping.parameters, theme: 'dark' } }

export const GroupingWithoutRules: Story = { ...Grouping, parameters: { world: { at: atGrouping } } }

export const GroupingWithFaults: Story = {
  ...Grouping,
  parameters: { world: { at: atGrouping, change: asking(FAULTY) } },
}

export const GroupingWithFaultsDark: Story = {
  ...Grouping,
  parameters: { ...GroupingWithFaults.parameters, theme: 'dark' },
}

const press = (label: string) => async () => {
  const wanted = () => [...document.querySelectorAll('button')].find((button) => button.textContent?.includes(label))
  for (let turn = 0; turn < 100 && wanted() === undefined; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
  wanted()?.click()
}

export const GroupingTried: Story = {
  ...Grouping,
  parameters: { world: { at: atGrouping, change: { ...asking(RULES), previewGrouping: async () => PREVIEW } } },
  play: press('Try it'),
}

export const GroupingTriedDark: Story = {
  ...GroupingTried,
  parameters: { ...GroupingTried.parameters, theme: 'dark' },
}

export const GroupingTriedWithoutChange: Story = {
  ...Grouping,
  parameters: { world: { at: atGrouping, change: asking(RULES) } },
  play: press('Try it'),
}

export const GroupingHostile: Story = {
  ...Grouping,
  parameters: { world: { at: atGrouping, change: asking(HOSTILE) } },
}

export const GroupingTriedHostile: Story = {
  ...Grouping,
  parameters: {
    world: {
      at: atGrouping,
      change: {
        ...asking(RULES),
        previewGrouping: async () => ({
          ...PREVIEW,
          changes: [
            { events: 1e12, groups: 1, issueCount: 40, issues: [issue('1', 'S-1', XSS), issue('2', LONG, RTL)] },
          ],
        }),
      },
    },
  },
  play: press('Try it'),
}

export const GroupingTryFails: Story = {
  ...Grouping,
  parameters: {
    world: {
      at: atGrouping,
      change: { ...asking(RULES), previewGrouping: () => Promise.reject(new ApiError(503, 'The database is away.')) },
    },
  },
  play: press('Try it'),
}

export const GroupingOlderEngine: Story = {
  ...Grouping,
  parameters: {
    world: {
      at: atGrouping,
      change: {
        ...asking({ ...RULES, version: 'g0', previous: null, previousUntil: null }),
        previewGrouping: async () => PREVIEW,
      },
    },
  },
}

export const GroupingUpgrade: Story = { ...GroupingOlderEngine, play: press('Upgrade to g1') }

export const GroupingLoading: Story = {
  ...Grouping,
  parameters: { world: { at: atGrouping, change: { getGroupingSettings: never } } },
}

export const GroupingFailing: Story = {
  ...Grouping,
  parameters: {
    world: { at: atGrouping, change: { getGroupingSettings: () => Promise.reject(new ApiError(500, 'Away.')) } },
  },
}

const ownership = (raw: string) => ({
  getOwnership: async () => ({ raw, isActive: true, fallthrough: true, autoAssignment: 'Turn off Auto-Assignment' }),
})
const OWNERS = '# The last rule that fits comes first.\npath:*  ada@example.com\npath:src/orders/*  ada@example.com\n'

export const Ownership: Story = {
  render: () => <ProjectOwnershipScreen org="acme" project="shop-api" />,
  parameters: { world: { at: atOwnership, change: ownership(OWNERS) } },
}

export const OwnershipDark: Story = { ...Ownership, parameters: { ...Ownership.parameters, theme: 'dark' } }

export const OwnershipEmpty: Story = { ...Ownership, parameters: { world: { at: atOwnership } } }

export const OwnershipTried: Story = { ...Ownership, play: press('Try it') }

export const OwnershipTriedDark: Story = { ...OwnershipDark, play: press('Try it') }

export const OwnershipWithFaults: Story = {
  ...Ownership,
  parameters: {
    world: {
      at: atOwnership,
      change: ownership('path:src/* #backend\nfile:src/* #web\npath:docs/*\npath:a frontend\n'),
    },
  },
}

export const OwnershipHostile: Story = {
  ...Ownership,
  parameters: { world: { at: atOwnership, change: ownership(`path:${LONG} #web\n${XSS}\n${RTL} ${RTL}\n`) } },
}

export const OwnershipTriedHostile: Story = {
  ...Ownership,
  parameters: {
    world: {
      at: atOwnership,
      change: {
        ...ownership(OWNERS),
        previewOwnership: async () => ({
          faults: [],
          events: [
            { eventID: 'a', title: XSS, culprit: LONG, issue: { id: '1', shortId: 'S-1' }, owners: [] },
            {
              eventID: 'b',
              title: `${RTL} ${LONG}`,
              culprit: RTL,
              issue: { id: '2', shortId: 'S-2' },
              owners: [
                { owner: { type: 'team', id: '1', name: LONG, slug: LONG }, rule: `path:${LONG} #${LONG}`, line: 1 },
              ],
            },
          ],
        }),
      },
    },
  },
  play: press('Try it'),
}

export const OwnershipLoading: Story = {
  ...Ownership,
  parameters: { world: { at: atOwnership, change: { getOwnership: never } } },
}

export const OwnershipFailing: Story = {
  ...Ownership,
  parameters: {
    world: { at: atOwnership, change: { getOwnership: () => Promise.reject(new ApiError(500, 'Away.')) } },
  },
}
