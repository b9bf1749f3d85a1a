import type { Meta, StoryObj } from '@storybook/react-vite'
import { EMOJI, LONG, NUL, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { Card } from './card.js'
import { Code } from './code.js'
import { CopyButton } from './copy.js'
import { ICON_NAMES, Icon } from './icon.js'
import { JsonTree } from './json-tree.js'
import { Badge, Chip, Kbd, Level, type Tone } from './label.js'
import { LongText } from './long-text.js'
import { Num, Time } from './value.js'

const meta = { title: 'Primitives/Text', component: LongText, args: { children: 'A sentence.' } } satisfies Meta<
  typeof LongText
>
export default meta

type Story = StoryObj<typeof meta>

const row = { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center', marginBlockEnd: 14 } as const
const TONES: readonly Tone[] = ['neutral', 'accent', 'ok', 'info', 'warn', 'danger']

export const Labels: Story = {
  render: () => (
    <>
      <div style={row}>
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </div>
      <div style={row}>
        {['fatal', 'error', 'warning', 'info', 'debug', 'constructor'].map((level) => (
          <Level key={level} level={level} />
        ))}
      </div>
      <div style={row}>
        <Chip>environment: production</Chip>
        <Chip onRemove={() => undefined} removeLabel="level: error">
          level: error
        </Chip>
        <Chip isPressed onPress={() => undefined}>
          http
        </Chip>
        <Chip onPress={() => undefined}>query</Chip>
        <Kbd>⌘</Kbd> <Kbd>K</Kbd>
      </div>
      <div style={row}>
        <Time value="2026-01-15T11:57:00Z" /> <Time value="2025-11-02T08:00:00Z" mode="absolute" />{' '}
        <Time value="never" />
        <Num value={12} /> <Num value={12_345} /> <Num value={1_284_000} isExact /> <CopyButton text="text" />
      </div>
    </>
  ),
}

export const LabelsDark: Story = { ...Labels, parameters: { theme: 'dark' } }

export const Icons: Story = {
  render: () => (
    <ul style={row}>
      {ICON_NAMES.map((name) => (
        <li key={name} style={{ inlineSize: 92, textAlign: 'center', fontSize: 11 }}>
          <Icon name={name} size={20} />
          <br />
          {name}
        </li>
      ))}
    </ul>
  ),
}

export const InCards: Story = {
  parameters: { width: 640 },
  render: () => (
    <Card title="Install" actions={<Badge tone="ok">ready</Badge>}>
      <p style={{ marginBlockEnd: 10 }}>
        Add <Code>@sentry/node</Code> and start:
      </p>
      <Code isBlock>
        {"import * as Sentry from '@sentry/node'\n\nSentry.init({ dsn: 'https://key@errors.example/1' })"}
      </Code>
    </Card>
  ),
}

export const Tree: Story = {
  render: () => (
    <JsonTree
      defaultDepth={2}
      value={{
        id: 7,
        name: 'cart',
        tags: ['a', 'b'],
        empty: {},
        none: null,
        ok: true,
        lines: [{ sku: 'TEA-014', count: 2 }],
      }}
    />
  ),
}

export const TreeHostile: Story = {
  render: () => (
    <JsonTree
      defaultDepth={1}
      value={{
        [XSS]: XSS,
        rtl: RTL,
        nul: NUL,
        emoji: EMOJI,
        long: LONG,
        many: Array.from({ length: 5000 }, (_, at) => at),
      }}
    />
  ),
}

export const LongContent: Story = { args: { children: LONG } }
export const Hostile: Story = { args: { children: `${XSS} ${RTL} ${NUL} ${EMOJI}` } }
export const Dark: Story = { ...Tree, parameters: { theme: 'dark' } }
