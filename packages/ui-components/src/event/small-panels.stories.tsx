import type { Meta, StoryObj } from '@storybook/react-vite'
import { CopyEventMenu } from './copy-event-menu.js'
import { EventNavigator } from './event-navigator.js'
import { hostileEvent } from './fixtures/hostile-event.js'
import { pythonGroup } from './fixtures/python-group.js'
import { shopEvent } from './fixtures/shop-event.js'
import { Highlights } from './highlights.js'
import { ModulesTable } from './modules-table.js'
import { ProcessingProblems } from './processing-problems.js'
import { RawEvent } from './raw-event.js'
import { UserPanel } from './user-panel.js'

const meta = { title: 'Event/Panels', component: UserPanel, args: { user: shopEvent.user } } satisfies Meta<
  typeof UserPanel
>
export default meta

type Story = StoryObj<typeof meta>

export const User: Story = {}

export const UserEmpty: Story = { args: { user: null } }

export const UserHostile: Story = { args: { user: hostileEvent.user } }

export const UserDark: Story = { parameters: { theme: 'dark' } }

export const Modules: Story = { render: () => <ModulesTable modules={pythonGroup.packages} /> }
export const ModulesEmpty: Story = { render: () => <ModulesTable modules={{}} /> }
export const ModulesHostile: Story = { render: () => <ModulesTable modules={hostileEvent.packages} /> }
export const ModulesDark: Story = { ...Modules, parameters: { theme: 'dark' } }

export const Problems: Story = {
  render: () => <ProcessingProblems errors={[...shopEvent.errors, { type: 'clock_drift', value: 3600 }]} open />,
}
export const ProblemsHostile: Story = { render: () => <ProcessingProblems errors={hostileEvent.errors} open /> }

export const HighlightsDefault: Story = { render: () => <Highlights event={shopEvent} /> }
export const HighlightsHostile: Story = { render: () => <Highlights event={hostileEvent} /> }
export const HighlightsNarrow: Story = { ...HighlightsDefault, parameters: { width: 320 } }

export const Raw: Story = { render: () => <RawEvent event={shopEvent} /> }
export const RawToBeLoaded: Story = { render: () => <RawEvent event={async () => shopEvent} /> }
export const RawHostile: Story = { render: () => <RawEvent event={hostileEvent} /> }
export const RawDark: Story = { ...Raw, parameters: { theme: 'dark' } }

export const CopyMenu: Story = {
  render: () => <CopyEventMenu event={shopEvent} permalink="https://errors.example/1" />,
}

export const Navigator: Story = {
  render: () => (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
      <EventNavigator previousId="a" nextId="b" href={(target) => `#${target}`} />
      <EventNavigator aria-label="At the latest" previousId="a" nextId={null} href={(target) => `#${target}`} />
      <EventNavigator aria-label="The only event" previousId={null} nextId={null} href={(target) => `#${target}`} />
    </div>
  ),
}
