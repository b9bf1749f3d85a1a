import type { Meta, StoryObj } from '@storybook/react-vite'
import { inWorld } from '../provider/story.js'
import { NewPasswordField } from './new-password-field.js'
import { PlatformPicker } from './platform-picker.js'
import { PLATFORMS } from './platforms.js'
import { SdkSnippet } from './sdk-snippet.js'
import { Troubleshooting } from './troubleshooting.js'

const DSN = 'https://4f1d3a0c9b7e4c52a1f08d6e2b3c4d5e@errors.example.com/1'

const meta = { title: 'Setup/Parts', decorators: [inWorld] } satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

export const Picker: Story = { render: () => <PlatformPicker value="python-django" onChange={() => undefined} /> }

export const PickerNarrow: Story = { ...Picker, parameters: { width: 320 } }

export const AllSnippets: Story = {
  render: () => (
    <>
      {PLATFORMS.map(({ id, name }) => (
        <section key={id} aria-label={name} style={{ marginBlockEnd: 32 }}>
          <h2>{name}</h2>
          <SdkSnippet dsn={DSN} platform={id} />
        </section>
      ))}
    </>
  ),
  parameters: { width: 720 },
}

export const UnknownPlatform: Story = { render: () => <SdkSnippet dsn={DSN} platform="cobol" /> }

export const Late: Story = { render: () => <Troubleshooting dsn={DSN} hasRequests={false} /> }

export const LateWithRequests: Story = { render: () => <Troubleshooting dsn={DSN} hasRequests /> }

const passwords = ['', 'Zq4!x', 'tgbvkqzr', 'tgbvkqzrmw', 'correct horse', 'correct horse battery staple']

export const NewPasswords: Story = {
  render: () => (
    <div style={{ display: 'grid', gap: 16 }}>
      {passwords.map((value) => (
        <NewPasswordField key={value} value={value} onChange={() => undefined} email="ada-lovelace@example.com" />
      ))}
      <NewPasswordField
        label="New password"
        value="ada-lovelace"
        onChange={() => undefined}
        email="ada-lovelace@example.com"
      />
      <NewPasswordField
        value="password1"
        onChange={() => undefined}
        error="This password is among the first that anybody would try."
      />
    </div>
  ),
  parameters: { width: 360 },
}
