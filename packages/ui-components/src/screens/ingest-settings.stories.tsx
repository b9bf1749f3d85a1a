import type { Meta, StoryObj } from '@storybook/react-vite'
import { anOrganization, aProject, aUser, STORY_NOW } from '../provider/memory/builders.js'
import { createMemoryClient } from '../provider/memory/client.js'
import { MishapProvider } from '../provider/mishap-provider.js'
import { IngestSettings } from './ingest-settings.js'

const organization = anOrganization({ slug: 'acme' })
const fixtures = {
  user: aUser(),
  organizations: [organization],
  projects: [aProject({ slug: 'shop', organization })],
}
const client = createMemoryClient(fixtures)
const busy = createMemoryClient(fixtures)
void busy.updateIngestSettings('acme', 'shop', {
  browserExtensions: true,
  webCrawlers: true,
  errorMessages: ['ResizeObserver loop*', 'ChunkLoadError: *'],
  ipRanges: ['10.0.0.0/8'],
  sensitiveFields: ['iban', 'date_of_birth'],
})

const meta = {
  title: 'Screens/Ingest settings',
  component: IngestSettings,
  args: { org: 'acme', project: 'shop', scrubIPAddresses: true },
  parameters: { width: 720 },
  decorators: [
    (Story, { parameters }) => (
      <MishapProvider client={parameters.client ?? client} now={STORY_NOW}>
        <Story />
      </MishapProvider>
    ),
  ],
} satisfies Meta<typeof IngestSettings>
export default meta

type Story = StoryObj<typeof meta>

export const Fresh: Story = {}

export const Changed: Story = { parameters: { client: busy } }

const never = { ...client, getIngestSettings: () => new Promise<never>(() => undefined) }
export const Loading: Story = { parameters: { client: never } }

const broken = { ...client, getIngestSettings: () => Promise.reject(new Error('The server could not be reached.')) }
export const Failed: Story = { parameters: { client: broken } }
