import { ApiError, type AuthenticatorJson, type BrowserSessionJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { aUser, STORY_NOW } from '../provider/memory/builders.js'
import type { SecurityFixtures } from '../provider/memory/security.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { LoginCodeForm } from '../screens/login-code-form.js'
import { NarrowPage } from '../screens/narrow-page.js'
import { SecurityScreen } from '../screens/security-screen.js'
import { ProofDialog } from './proof-dialog.js'

const meta = {
  title: 'Screens/Security',
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const day = 86_400
const now = Math.floor(STORY_NOW.getTime() / 1000)
const totp: AuthenticatorJson = { type: 'totp', created_at: now - 90 * day, last_used_at: now - 2 * day }
const codes: AuthenticatorJson = {
  ...{ type: 'recovery_codes', created_at: now - 90 * day, last_used_at: null },
  ...{ total_code_count: 10, unused_code_count: 10 },
}
const passkey = (id: number, name: string, isPasswordless = true): AuthenticatorJson => ({
  ...{ type: 'webauthn', id, name, is_passwordless: isPasswordless },
  ...{ created_at: now - 30 * day, last_used_at: id % 2 === 0 ? null : now - day },
})
const session = (id: string, user_agent: string, ip = '198.51.100.23'): BrowserSessionJson => ({
  ...{ id, user_agent, ip, is_current: false },
  ...{ created_at: now - 3 * day, expires_at: now + 11 * day },
})
const otherSessions = [
  session('1', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1'),
  session('2', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0', '2001:db8::17'),
]
const full: SecurityFixtures = {
  authenticators: [totp, codes, passkey(1, 'MacBook'), passkey(2, 'YubiKey in the drawer', false)],
  otherSessions,
}
const inSecurity = (security: SecurityFixtures, more: object = {}) => ({
  world: { at: '/profile/security', fixtures: { ...shopWorld, security }, ...more },
})

export const Security: Story = { render: () => <SecurityScreen />, parameters: inSecurity(full) }

export const SecurityDark: Story = { ...Security, parameters: { ...inSecurity(full), theme: 'dark' } }

export const SecurityOfTheNew: Story = { ...Security, parameters: inSecurity({}) }

export const SecurityWithoutAPassword: Story = {
  ...Security,
  parameters: {
    world: {
      at: '/profile/security',
      fixtures: { ...shopWorld, user: aUser({ hasPasswordAuth: false }), security: { otherSessions } },
    },
  },
}

export const SecurityWithFewCodes: Story = {
  ...Security,
  parameters: inSecurity({ authenticators: [totp, { ...codes, unused_code_count: 2 }] }),
}

export const SecurityHostile: Story = {
  ...Security,
  parameters: inSecurity({
    authenticators: [codes, passkey(1, XSS), passkey(2, LONG.slice(0, 100), false), passkey(3, RTL)],
    otherSessions: [session('1', XSS, XSS), session('2', LONG.slice(0, 400), LONG.slice(0, 45)), session('3', RTL)],
  }),
}

const press =
  (...names: readonly string[]): NonNullable<Story['play']> =>
  async ({ canvas, userEvent }) => {
    for (const name of names) await userEvent.click(await canvas.findByRole('button', { name }))
  }

export const SettingUpAnApp: Story = { ...SecurityOfTheNew, play: press('Set up an app') }

export const SettingUpAnAppDark: Story = {
  ...SettingUpAnApp,
  parameters: { ...inSecurity({}), theme: 'dark' },
}

export const RecoveryCodesShown: Story = { ...Security, play: press('Show the codes') }

export const AddingAPasskey: Story = { ...SecurityOfTheNew, play: press('Add a passkey') }

export const AskedWhoOneIs: Story = {
  ...Security,
  parameters: inSecurity({ ...full, asksForProof: true }),
  play: press('Show the codes'),
}

export const AskedWithNothingToShow: Story = {
  render: () => <ProofDialog proofs={[]} onProven={() => {}} onClose={() => {}} />,
  parameters: { world: {} },
}

export const SecurityLoading: Story = {
  ...Security,
  parameters: inSecurity(full, { change: { listAuthenticators: never, listBrowserSessions: never } }),
}

const failing = () => Promise.reject(new ApiError(500, 'The database is away.'))

export const SecurityFailing: Story = {
  ...Security,
  parameters: inSecurity(full, { change: { listAuthenticators: failing, listBrowserSessions: failing } }),
}

export const SignInByPasskeyOrCode: Story = {
  render: () => (
    <NarrowPage title="One more step">
      <LoginCodeForm factors={['totp', 'recovery_codes', 'webauthn']} onDone={() => {}} onBack={() => {}} />
    </NarrowPage>
  ),
  parameters: { world: {} },
}
