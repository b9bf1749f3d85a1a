import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { anEntry, anIncident, aRisenIssue, shopIncidents } from '../provider/memory/shop-incidents.js'
import { uptimeWorld } from '../provider/memory/uptime-world.js'
import { inWorld, never } from '../provider/story.js'
import { EditIncidentDialog } from './edit-incident-dialog.js'
import { IncidentScreen } from './incident-screen.js'
import { IncidentsScreen } from './incidents-screen.js'
import { NewIncidentDialog } from './new-incident-dialog.js'

const fixtures = { ...uptimeWorld, incidents: shopIncidents }
const at = (search = '') => ({ world: { fixtures, at: `/acme/incidents${search}` } })

const hostile = [XSS, RTL, LONG.slice(0, 200), '👩‍💻'.repeat(60)].map((text, index) => ({
  incident: anIncident({
    ...{ number: 999_990 + index, title: text, cause: text, status: index % 2 === 0 ? 'open' : 'resolved' },
    monitors: Array.from({ length: index * 3 }, (_, id) => ({ id, name: text, projectID: null })),
    timeline: [
      anEntry({ id: 'a', kind: 'update', by: { id: '9', name: text }, text: `${text}\n\n[x](javascript:alert(1))` }),
      anEntry({ id: 'b', kind: 'monitor_down', monitorID: 404 }),
    ],
  }),
  issues: [aRisenIssue({ id: '1', shortId: LONG.slice(0, 40), title: text, events: 99_999_999, isNew: true })],
}))

const meta = {
  title: 'Screens/Incidents',
  component: IncidentsScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, ...at() },
} satisfies Meta<typeof IncidentsScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Open: Story = { parameters: at('?status=open') }

export const NothingFound: Story = { parameters: at('?status=open&monitor=99') }

export const None: Story = { parameters: { world: { fixtures: uptimeWorld, at: '/acme/incidents' } } }

export const Loading: Story = { parameters: { world: { fixtures, change: { listIncidents: never } } } }

export const Failing: Story = {
  parameters: {
    world: { fixtures, change: { listIncidents: () => Promise.reject(new ApiError(503, 'The database is away.')) } },
  },
}

export const Hostile: Story = {
  parameters: { world: { fixtures: { ...uptimeWorld, incidents: hostile }, at: '/acme/incidents' } },
}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }

export const Opening: Story = { render: () => <NewIncidentDialog org="acme" onClose={() => undefined} /> }

export const Editing: Story = {
  render: () => (
    <EditIncidentDialog
      org="acme"
      incident={anIncident({ number: 12, title: LONG.slice(0, 200) })}
      onClose={() => undefined}
    />
  ),
}

const detail = (id: string): Story => ({
  render: () => <IncidentScreen org="acme" id={id} />,
  parameters: { world: { fixtures, at: `/acme/incidents/${id}` } },
})

export const Detail: Story = detail('12')

export const DetailByHand: Story = detail('13')

export const DetailResolved: Story = detail('11')

export const DetailNotFound: Story = detail('99')

export const DetailHostile: Story = {
  render: () => <IncidentScreen org="acme" id="999992" />,
  parameters: { world: { fixtures: { ...uptimeWorld, incidents: hostile } } },
}

export const DetailDark: Story = { ...Detail, parameters: { ...Detail.parameters, theme: 'dark' } }

export const DetailNarrow: Story = { ...Detail, parameters: { ...Detail.parameters, width: 390 } }
