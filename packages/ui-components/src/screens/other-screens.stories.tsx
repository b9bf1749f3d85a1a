import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { aUser } from '../provider/memory/builders.js'
import { organizationWorld } from '../provider/memory/organization-world.js'
import { hostileWorld, shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { AccountScreen } from './account-screen.js'
import { AppearanceScreen } from './appearance-screen.js'
import { LoginScreen } from './login-screen.js'
import { NewOrganizationScreen } from './new-organization-screen.js'
import { NewProjectScreen } from './new-project-screen.js'
import { NotFoundScreen } from './not-found-screen.js'
import { ProjectsScreen } from './projects-screen.js'
import { TokensScreen } from './tokens-screen.js'

const meta = {
  title: 'Screens/Others',
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

export const Projects: Story = { render: () => <ProjectsScreen org="acme" /> }

export const ProjectsLoading: Story = { ...Projects, parameters: { world: { change: { listProjects: never } } } }

export const ProjectsEmpty: Story = {
  ...Projects,
  parameters: { world: { fixtures: { ...shopWorld, projects: [] } } },
}

export const ProjectsFailing: Story = {
  ...Projects,
  parameters: { world: { change: { listProjects: () => Promise.reject(new ApiError(500, 'The database is away.')) } } },
}

export const ProjectsHostile: Story = { ...Projects, parameters: { world: { fixtures: hostileWorld } } }

export const NewProject: Story = { render: () => <NewProjectScreen org="acme" /> }

export const NewProjectOfAMember: Story = {
  ...NewProject,
  parameters: { world: { fixtures: organizationWorld('member') } },
}

export const NewProjectForATeam: Story = {
  ...NewProject,
  parameters: { world: { fixtures: organizationWorld() } },
}

const atTokens = { at: '/profile/tokens' }

export const Tokens: Story = { render: () => <TokensScreen />, parameters: { world: atTokens } }

export const TokensEmpty: Story = {
  ...Tokens,
  parameters: { world: { ...atTokens, fixtures: { ...shopWorld, tokens: [] } } },
}

export const TokensHostile: Story = { ...Tokens, parameters: { world: { ...atTokens, fixtures: hostileWorld } } }

export const TokensDark: Story = { ...Tokens, parameters: { theme: 'dark', world: atTokens } }

export const Account: Story = {
  render: () => <AccountScreen />,
  parameters: { world: { at: '/profile/account' } },
}

export const Appearance: Story = {
  render: () => <AppearanceScreen />,
  parameters: { world: { at: '/profile/appearance' } },
}

export const Login: Story = {
  render: () => <LoginScreen />,
  parameters: { world: { fixtures: { ...shopWorld, isSignedIn: false }, at: '/login?next=%2Facme%2Fprojects' } },
}

export const LoginDark: Story = { ...Login, parameters: { ...Login.parameters, theme: 'dark' } }

export const NewOrganization: Story = { render: () => <NewOrganizationScreen /> }

export const NewOrganizationClosed: Story = {
  ...NewOrganization,
  parameters: {
    world: {
      fixtures: {
        ...shopWorld,
        user: aUser({ isSuperuser: false }),
        settings: { enableOrganizationCreation: false },
      },
    },
  },
}

export const NotFound: Story = { render: () => <NotFoundScreen /> }
