import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { anOrganization } from '../provider/memory/builders.js'
import { hostileOrganization, organizationWorld } from '../provider/memory/organization-world.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { type OrganizationPlace, paths } from '../provider/paths.js'
import { inWorld, never } from '../provider/story.js'
import { MembersScreen } from './members-screen.js'
import { OrganizationAuditLogScreen } from './organization-audit-log-screen.js'
import { OrganizationProjectsScreen } from './organization-projects-screen.js'
import { OrganizationSettingsScreen } from './organization-settings-screen.js'
import { SecondFactorGate } from './second-factor-gate.js'
import { TeamsScreen } from './teams-screen.js'
import { UsageScreen } from './usage-screen.js'

const meta = {
  title: 'Screens/Organization',
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const SCREENS = {
  general: OrganizationSettingsScreen,
  members: MembersScreen,
  teams: TeamsScreen,
  projects: OrganizationProjectsScreen,
  usage: UsageScreen,
  'audit-log': OrganizationAuditLogScreen,
} as const

const at = (place: keyof typeof SCREENS & OrganizationPlace, world: object = {}): Story => {
  const Screen = SCREENS[place]
  return {
    render: () => <Screen org="acme" />,
    parameters: { world: { at: paths.organizationSettings('acme', place), fixtures: organizationWorld(), ...world } },
  }
}
const asMember = { fixtures: organizationWorld('member') }
const hostile = { fixtures: hostileOrganization }
const failing = () => Promise.reject(new ApiError(503, 'The database is away.'))

export const General: Story = at('general')
export const GeneralAsMember: Story = at('general', asMember)
export const GeneralHostile: Story = at('general', hostile)
export const Members: Story = at('members')
export const MembersAsMember: Story = at('members', asMember)
export const MembersHostile: Story = at('members', hostile)
export const MembersLoading: Story = at('members', { change: { listMembers: never } })
export const MembersFailing: Story = at('members', { change: { listMembers: failing } })
export const Teams: Story = at('teams')
export const TeamsAsMember: Story = at('teams', asMember)
export const TeamsHostile: Story = at('teams', hostile)
export const Projects: Story = at('projects')
export const ProjectsAsMember: Story = at('projects', asMember)
export const ProjectsHostile: Story = at('projects', hostile)
export const ProjectsNone: Story = at('projects', { fixtures: { ...organizationWorld(), projects: [] } })
export const Usage: Story = at('usage')
export const UsageHostile: Story = at('usage', hostile)
export const UsageOfNothing: Story = at('usage', { fixtures: { ...organizationWorld(), outcomes: [] } })
export const UsageLoading: Story = at('usage', { change: { getStats: never } })
export const AuditLog: Story = at('audit-log')
export const AuditLogAsMember: Story = at('audit-log', asMember)
export const AuditLogHostile: Story = at('audit-log', hostile)

export const SecondFactorAsked: Story = {
  render: () => (
    <SecondFactorGate org="acme">
      <MembersScreen org="acme" />
    </SecondFactorGate>
  ),
  parameters: { world: { fixtures: { ...shopWorld, organizations: [anOrganization({ require2fa: true })] } } },
}
