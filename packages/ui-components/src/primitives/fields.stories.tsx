import type { Meta, StoryObj } from '@storybook/react-vite'
import { Checkbox, Field, Select, TextArea, TextInput } from './field.js'

const meta = { title: 'Primitives/Field', component: Field, args: { label: 'Project name' } } satisfies Meta<
  typeof Field
>
export default meta

type Story = StoryObj<typeof meta>

const column = { display: 'grid', gap: 16, maxInlineSize: 360 } as const

export const Default: Story = {
  render: () => (
    <div style={column}>
      <Field label="Project name" hint="As your team calls it.">
        <TextInput placeholder="Shop API" />
      </Field>
      <Field label="Search" isLabelHidden>
        <TextInput type="search" icon="search" placeholder="Search issues" />
      </Field>
      <Field label="Platform">
        <Select defaultValue="node">
          <option value="node">Node.js</option>
          <option value="python">Python</option>
        </Select>
      </Field>
      <Field label="Note">
        <TextArea defaultValue="Seen since the last deploy." />
      </Field>
      <Checkbox label="Remember me" defaultChecked />
      <Checkbox label="Some of the rows" isMixed />
    </div>
  ),
}

export const Invalid: Story = {
  render: () => (
    <div style={column}>
      <Field label="Email" error="An address has an @ in it, like ada@example.com.">
        <TextInput type="email" defaultValue="ada.example.com" />
      </Field>
    </div>
  ),
}

export const Disabled: Story = {
  render: () => (
    <div style={column}>
      <Field label="Slug" hint="Cannot be changed here.">
        <TextInput disabled defaultValue="shop-api" />
      </Field>
    </div>
  ),
}

export const Dark: Story = { ...Default, parameters: { theme: 'dark' } }
export const Narrow: Story = { ...Invalid, parameters: { width: 320 } }
