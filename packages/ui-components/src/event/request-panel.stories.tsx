import { entryOf } from '@mishap/core/format'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { aRequest } from './fixtures/builders.js'
import { hostileEvent } from './fixtures/hostile-event.js'
import { shopEvent } from './fixtures/shop-event.js'
import { RequestPanel } from './request-panel.js'

const meta = {
  title: 'Event/RequestPanel',
  component: RequestPanel,
  args: { request: entryOf(shopEvent, 'request') ?? aRequest() },
} satisfies Meta<typeof RequestPanel>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Empty: Story = { args: { request: aRequest({ url: null, method: null }) } }

export const TextBody: Story = { args: { request: aRequest({ method: 'POST', data: 'name=tea&count=2' }) } }

export const LongContent: Story = {
  args: {
    request: aRequest({
      url: `https://shop.example/${'very/long/path/'.repeat(60)}`,
      query: Array.from({ length: 80 }, (_, at) => [`key${at}`, 'value '.repeat(40)] as [string, string]),
    }),
  },
}

export const Hostile: Story = { args: { request: entryOf(hostileEvent, 'request') ?? aRequest() } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 320 } }
