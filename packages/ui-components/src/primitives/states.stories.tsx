import type { Meta, StoryObj } from '@storybook/react-vite'
import { Button } from './button.js'
import { EmptyState, ErrorState, ProgressBar, Skeleton } from './states.js'
import { Tabs } from './tabs.js'

const meta = { title: 'Primitives/States', component: EmptyState, args: { title: 'No issues yet' } } satisfies Meta<
  typeof EmptyState
>
export default meta

type Story = StoryObj<typeof meta>

class Refusal extends Error {
  readonly requestId = 'req_8f3b2c1d'
  readonly retryAfterSeconds: number | null
  readonly status: number
  constructor(status: number, message: string, retryAfterSeconds: number | null = null) {
    super(message)
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}

const retry = () => undefined

export const Empty: Story = {
  args: {
    icon: 'bug',
    children: 'As soon as the program reports something, it shows up here.',
    action: <Button variant="primary">Set up a project</Button>,
  },
}

export const Loading: Story = {
  render: () => (
    <>
      <ProgressBar label="Fetching" />
      <br />
      <Skeleton lines={5} />
      <br />
      <ProgressBar label="Imported" value={0.4} />
    </>
  ),
}

export const ErrorUnreachable: Story = {
  render: () => <ErrorState error={new Refusal(0, 'The server could not be reached.')} onRetry={retry} />,
}

export const ErrorForbidden: Story = {
  render: () => <ErrorState error={new Refusal(403, 'You need the scope event:write.')} />,
}

export const ErrorTooMany: Story = {
  render: () => <ErrorState error={new Refusal(429, 'Too many requests.', 30)} onRetry={retry} />,
}

export const ErrorOfAnyKind: Story = { render: () => <ErrorState error="<b>boom</b>" onRetry={retry} /> }

export const WithTabs: Story = {
  render: () => (
    <Tabs
      label="Parts of the issue"
      items={[
        { id: 'event', label: 'Event', panel: 'The latest event.' },
        { id: 'events', label: 'All events', count: 340, panel: 'A list.' },
        { id: 'tags', label: 'Tags', panel: 'Bars.' },
      ]}
    />
  ),
}

export const Dark: Story = { ...ErrorTooMany, parameters: { theme: 'dark' } }
export const Narrow: Story = { ...ErrorTooMany, parameters: { width: 320 } }
