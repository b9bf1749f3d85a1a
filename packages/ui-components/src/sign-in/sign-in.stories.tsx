import { ApiError, type MishapClient, type ProviderAccountJson, type SocialAppJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { AdminPage } from '../admin/admin-page.js'
import { ProviderForm } from '../admin/provider-form.js'
import { AdminSignInScreen } from '../admin/sign-in-screen.js'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { Card } from '../primitives/index.js'
import { anOrganization, aUser } from '../provider/memory/builders.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { someProviders } from '../provider/memory/sign-in.js'
import type { MemoryFixtures } from '../provider/memory/store.js'
import { inWorld, never } from '../provider/story.js'
import { AccountScreen } from '../screens/account-screen.js'
import { FinishSignInScreen } from '../screens/finish-sign-in-screen.js'
import { InvitationScreen } from '../screens/invitation-screen.js'
import { LoginScreen } from '../screens/login-screen.js'
import { RegisterScreen } from '../screens/register-screen.js'

const meta = {
  title: 'Screens/Providers',
  parameters: { layout: 'fullscreen' },
  decorators: [inWorld],
} satisfies Meta
export default meta

type Story = StoryObj

const anApp = (provider: string, name: string): SocialAppJson => ({
  ...{ name, client_id: 'us', provider, scopes: [], authorize_url: null },
})
const socialApps = [anApp('sso', 'Acme'), anApp('github', 'GitHub')]
const hostileApps = [anApp('x', XSS), anApp('long', LONG.slice(0, 40)), anApp('rtl', RTL.slice(0, 40))]
const outside = (settings: MemoryFixtures['settings'], search = '', change: Partial<MishapClient> = {}) => ({
  world: { at: `/login${search}`, fixtures: { user: aUser(), isSignedIn: false, settings }, change },
})
const nothing = () => undefined
const acme = someProviders().filter(({ id }) => id === 'sso')[0]
const dark = (story: Story): Story => ({ ...story, parameters: { ...story.parameters, theme: 'dark' } })

export const Login: Story = {
  render: () => <LoginScreen />,
  parameters: outside({ socialApps, enableUserRegistration: true }),
}
export const LoginDark = dark(Login)
export const LoginWithoutPasswords: Story = { ...Login, parameters: outside({ socialApps, passwordLogin: false }) }
export const LoginHostile: Story = { ...Login, parameters: outside({ socialApps: hostileApps }) }
export const LoginRefused: Story = {
  ...Login,
  parameters: outside({ socialApps }, '?socialLoginError=true&reason=account_exists&next=%2Facme%2Fissues'),
}
export const LoginUnreachable: Story = {
  ...Login,
  parameters: outside({ socialApps, passwordLogin: false }, '', {
    beginSignIn: () => Promise.reject(new ApiError(503, 'The provider cannot be reached now.')),
  }),
}

export const Register: Story = {
  render: () => <RegisterScreen />,
  parameters: outside({ socialApps, enableUserRegistration: true, enableSocialAppsUserRegistration: true }),
}
export const RegisterDark = dark(Register)
export const RegisterByProviderAlone: Story = {
  ...Register,
  parameters: outside({ socialApps, enableSocialAppsUserRegistration: true }),
}
export const RegisterClosed: Story = { ...Register, parameters: outside({ socialApps }) }
export const RegisterLoading: Story = { ...Register, parameters: outside({}, '', { getSettings: never }) }

export const AddressMissing: Story = {
  render: () => <FinishSignInScreen />,
  parameters: {
    world: { at: '/login/finalize', fixtures: { user: aUser(), isSignedIn: false, providerSignup: 'GitHub' } },
  },
}

const invited = (settings: MemoryFixtures['settings']) => ({
  world: {
    at: '/accept/7/key',
    fixtures: {
      ...{ user: aUser(), isSignedIn: false, settings, organizations: [anOrganization()] },
      invitation: { id: '7', token: 'key', email: 'grace@example.com', org: 'acme' },
    },
  },
})

export const Invited: Story = {
  render: () => <InvitationScreen id="7" token="key" />,
  parameters: invited({ socialApps }),
}
export const InvitedWithoutPasswords: Story = { ...Invited, parameters: invited({ socialApps, passwordLogin: false }) }

const accounts: readonly ProviderAccountJson[] = [
  { uid: '583231', display: 'octocat', provider: { id: 'github', name: 'GitHub', flows: ['provider_redirect'] } },
]
const account = (fixtures: MemoryFixtures, search = '') => ({
  isBare: true,
  world: {
    at: `/profile/account${search}`,
    fixtures: { ...shopWorld, user: aUser({ isSuperuser: false }), organizations: [], projects: [], ...fixtures },
  },
})

export const Connected: Story = {
  render: () => <AccountScreen />,
  parameters: account({ providerAccounts: accounts, settings: { socialApps } }),
}
export const ConnectedDark = dark(Connected)
export const NothingConnected: Story = {
  ...Connected,
  parameters: account({ settings: { socialApps } }, '?socialLoginError=true&reason=connected_elsewhere'),
}
export const ConnectedHostile: Story = {
  ...Connected,
  parameters: account({
    settings: { socialApps: hostileApps },
    providerAccounts: [
      { uid: '1', display: LONG.slice(0, 250), provider: { id: 'x', name: XSS, flows: [] } },
      { uid: '2', display: RTL, provider: { id: 'gone', name: LONG.slice(0, 40), flows: [] } },
    ],
  }),
}

const admin = (fixtures: MemoryFixtures = {}, change: Partial<MishapClient> = {}) => ({
  isBare: true,
  world: { at: '/admin/sign-in', fixtures: { ...shopWorld, ...fixtures }, change },
})

export const Administration: Story = {
  render: () => <AdminSignInScreen />,
  parameters: admin({ signInProviders: someProviders() }),
}
export const AdministrationDark = dark(Administration)
export const ProviderFields: Story = {
  render: () => (
    <AdminPage title="Sign-in">
      <Card title="Acme">
        <ProviderForm {...(acme === undefined ? {} : { provider: acme })} known={[]} onDone={nothing} />
      </Card>
    </AdminPage>
  ),
  parameters: admin(),
}
export const ProviderFieldsDark = dark(ProviderFields)
export const AnotherProvider: Story = {
  ...ProviderFields,
  render: () => (
    <AdminPage title="Sign-in">
      <Card title="Another provider">
        <ProviderForm known={someProviders()} onDone={nothing} />
      </Card>
    </AdminPage>
  ),
}
export const AdministrationEmpty: Story = { ...Administration, parameters: admin() }
export const AdministrationLoading: Story = {
  ...Administration,
  parameters: admin({}, { getSignInSettings: never }),
}
export const AdministrationFailing: Story = {
  ...Administration,
  parameters: admin(
    { signInProviders: someProviders().slice(0, 1) },
    {
      checkSignInProvider: () =>
        Promise.reject(new ApiError(503, 'The provider cannot be asked: sso.acme.example cannot be asked: ENOTFOUND')),
    },
  ),
}
export const AdministrationHostile: Story = {
  ...Administration,
  parameters: admin({
    signInProviders: someProviders().map((one, at) => ({
      ...one,
      name: [XSS, RTL, LONG][at]?.slice(0, 40) ?? '',
      callbackUrl: `https://${'errors.'.repeat(20)}example.com/accounts/oidc/${one.id}/login/callback/`,
      isSecretLost: at === 1,
    })),
  }),
}
