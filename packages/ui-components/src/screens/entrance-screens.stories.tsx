import type { MishapClient } from '@mishap/core/client'
import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { anOrganization, aUser } from '../provider/memory/builders.js'
import type { MemoryFixtures } from '../provider/memory/store.js'
import { inWorld, never } from '../provider/story.js'
import { ConfirmEmailScreen } from './confirm-email-screen.js'
import { ForgotPasswordScreen } from './forgot-password-screen.js'
import { InvitationScreen } from './invitation-screen.js'
import { LoginCodeForm } from './login-code-form.js'
import { LoginForm } from './login-form.js'
import { LoginScreen } from './login-screen.js'
import { NarrowPage } from './narrow-page.js'
import { NewPasswordScreen } from './new-password-screen.js'

const meta = {
  title: 'Screens/Getting in',
  parameters: { layout: 'fullscreen' },
  decorators: [inWorld],
} satisfies Meta
export default meta

type Story = StoryObj

const nothing = () => undefined
const outside = (fixtures: MemoryFixtures = {}, change: Partial<MishapClient> = {}) => ({
  world: { fixtures: { user: aUser(), isSignedIn: false, ...fixtures }, change },
})
const dark = (story: Story): Story => ({ ...story, parameters: { ...story.parameters, theme: 'dark' } })

/** The password is `correct horse`, the code `123456`. */
export const TwoSteps: Story = {
  render: () => <LoginScreen />,
  parameters: outside({ secondFactor: { code: '123456', recoveryCodes: ['11112222'] } }),
}

export const Code: Story = {
  render: () => (
    <NarrowPage title="Enter your code">
      <LoginCodeForm factors={['totp', 'recovery_codes']} onDone={nothing} onBack={nothing} />
    </NarrowPage>
  ),
  parameters: outside(),
}

export const CodeDark = dark(Code)

export const TooLate: Story = {
  render: () => (
    <NarrowPage title="Sign in">
      <LoginForm isLate onDone={nothing} />
    </NarrowPage>
  ),
  parameters: outside(),
}

export const Forgot: Story = {
  render: () => <ForgotPasswordScreen />,
  parameters: outside({ passwordResetKey: 'key' }),
}

export const ForgotDark = dark(Forgot)

export const ForgotWithoutMail: Story = { ...Forgot, parameters: outside() }

export const NewPassword: Story = {
  render: () => <NewPasswordScreen resetKey="key" />,
  parameters: outside({
    passwordResetKey: 'key',
    user: aUser({ email: `${'augusta.ada.king.countess.of.lovelace.'.repeat(4)}@example.com` }),
  }),
}

export const NewPasswordDark = dark(NewPassword)

export const NewPasswordLoading: Story = { ...NewPassword, parameters: outside({}, { checkPasswordReset: never }) }

export const NewPasswordUnreachable: Story = {
  ...NewPassword,
  parameters: outside(
    {},
    { checkPasswordReset: () => Promise.reject(new ApiError(429, 'Too many attempts. Wait a little and try again.')) },
  ),
}

export const LinkNoLongerWorks: Story = { ...NewPassword, parameters: outside() }

export const ConfirmAddress: Story = {
  render: () => <ConfirmEmailScreen token="key" />,
  parameters: outside({ emailConfirmation: 'key' }),
}

const invitation = { id: '7', token: 'key', email: 'grace@example.com', org: 'acme' }

export const Invitation: Story = {
  render: () => <InvitationScreen id="7" token="key" />,
  parameters: outside({ invitation, organizations: [anOrganization()] }),
}

export const InvitationDark = dark(Invitation)

export const InvitationOfSomebodySignedIn: Story = {
  ...Invitation,
  parameters: outside({
    invitation,
    isSignedIn: true,
    organizations: [anOrganization({ name: `<b>${'Acme and Daughters '.repeat(12)}</b>` })],
  }),
}

export const InvitationNoLongerWorks: Story = { ...Invitation, parameters: outside() }
