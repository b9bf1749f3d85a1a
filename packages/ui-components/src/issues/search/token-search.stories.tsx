import type { Meta, StoryObj } from '@storybook/react-vite'
import { useEffect, useRef } from 'react'
import { LONG, RTL, XSS } from '../../event/fixtures/hostile-event.js'
import type { SearchSource } from './options.js'
import { TokenSearch, type TokenSearchHandle } from './token-search.js'

const noop = () => undefined

const source: SearchSource = {
  keys: async () => [
    { name: 'browser.name', count: 1284 },
    { name: 'customer', count: 930 },
  ],
  values: async () => [
    { name: 'Chrome', count: 880 },
    { name: 'Mobile Safari', count: 93 },
  ],
}

const hostile: SearchSource = {
  keys: async () => [{ name: XSS, count: 1 }],
  values: async () => [XSS, RTL, LONG.slice(0, 400), '\u202eevil', ' '].map((name, at) => ({ name, count: at })),
}

const slow: SearchSource = { keys: () => new Promise(noop), values: () => new Promise(noop) }

const meta = {
  title: 'Issues/TokenSearch',
  component: TokenSearch,
  args: { value: 'level:error !browser.name:Safari* (checkout OR "card declined")', onSearch: noop, source },
} satisfies Meta<typeof TokenSearch>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Empty: Story = { args: { value: '' } }

export const Faults: Story = { args: { value: 'users:many (level:error OR first_seen:soon "never closed' } }

export const RefusedByTheServer: Story = {
  args: { value: 'assigned:nobody@example.com', error: 'There is no member of that address.' },
}

/** As it is while somebody types. */
const typing = (clause: string): Story['render'] =>
  function Typing(args) {
    const ref = useRef<TokenSearchHandle>(null)
    useEffect(() => {
      ref.current?.add(clause)
      // A click opens the list, as typing does.
      document.querySelector<HTMLInputElement>('[role=combobox]')?.click()
    }, [])
    return (
      <div style={{ minBlockSize: 420 }}>
        <TokenSearch {...args} ref={ref} />
      </div>
    )
  }

export const CompletingAKey: Story = { args: { value: '' }, render: typing('re') }

export const CompletingAValue: Story = { args: { value: 'level:error' }, render: typing('browser.name:') }

export const CompletingATime: Story = { args: { value: '' }, render: typing('first_seen:') }

export const WaitingForTheServer: Story = { args: { value: '', source: slow }, render: typing('customer:') }

export const Recent: Story = {
  args: { value: '', recent: ['level:fatal', 'checkout timeout', LONG.slice(0, 300)] },
  render: typing(''),
}

export const Hostile: Story = { args: { value: '', source: hostile }, render: typing('customer:') }

export const HostileText: Story = { args: { value: `${XSS} "${RTL}" \u202e a:b ${'🦄'.repeat(200)}` } }

export const CompletingAKeyDark: Story = { ...CompletingAKey, parameters: { theme: 'dark' } }

export const FaultsDark: Story = { ...Faults, parameters: { theme: 'dark' } }

export const Narrow: Story = { ...CompletingAValue, parameters: { width: 360 } }
