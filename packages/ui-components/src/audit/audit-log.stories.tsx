import type { AuditEntryJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { minutesAgo } from '../provider/memory/builders.js'
import { inWorld } from '../provider/story.js'
import { AuditLogCard, ORGANIZATION_KINDS } from './audit-log-card.js'

const meta = { title: 'Audit/Log', component: AuditLogCard, decorators: [inWorld] } satisfies Meta<typeof AuditLogCard>
export default meta

type Story = StoryObj<typeof meta>

const ada = { id: '1', email: 'ada@example.com' }

function anEntry(entry: Partial<AuditEntryJson> = {}): AuditEntryJson {
  return {
    id: '1',
    dateCreated: minutesAgo(3),
    action: 'member.role_changed',
    actor: ada,
    impersonator: null,
    via: 'web',
    ipAddress: '203.0.113.7',
    organizationID: '1',
    target: { kind: 'member', id: '2', name: 'grace@example.com' },
    before: { role: 'member' },
    after: { role: 'manager' },
    ...entry,
  }
}

const entries = [
  anEntry({ id: '6', impersonator: { id: '9', email: 'root@example.com' } }),
  anEntry({ id: '5' }),
  anEntry({
    id: '4',
    dateCreated: minutesAgo(60),
    action: 'project.limits_changed',
    via: 'api',
    target: { kind: 'project', id: '7', name: 'shop-api' },
    before: { maxEvents: null, rateLimit: { count: 100, window: 60 } },
    after: { maxEvents: 500_000, rateLimit: null },
  }),
  anEntry({
    id: '3',
    action: 'account.totp_activated',
    target: { kind: 'user', ...ada, name: ada.email },
    before: null,
    after: null,
  }),
  anEntry({
    id: '2',
    action: 'key.deleted',
    via: 'cli',
    ipAddress: null,
    target: { kind: 'key', id: 'x', name: 'Default' },
  }),
  anEntry({
    id: '1',
    actor: { id: null, email: '' },
    via: 'system',
    ipAddress: null,
    action: 'project.deleted',
    target: { kind: 'project', id: '3', name: 'old-shop' },
    before: null,
    after: null,
  }),
]

const logOf = (items: readonly AuditEntryJson[]) => ({
  data: { items: [...items], next: null, previous: null, hits: items.length },
  error: null,
  isPlaceholderData: false,
  refetch: () => undefined,
})

export const Default: Story = { args: { kinds: ORGANIZATION_KINDS, log: logOf(entries) } }
export const Dark: Story = { ...Default, parameters: { theme: 'dark' } }
export const Narrow: Story = { ...Default, parameters: { width: 360 } }
export const Empty: Story = { args: { kinds: ORGANIZATION_KINDS, log: logOf([]) } }
export const EmptyFiltered: Story = { ...Empty, parameters: { world: { at: '/acme/settings/audit-log?action=team.' } } }
export const Loading: Story = {
  args: { kinds: ORGANIZATION_KINDS, log: { ...logOf([]), data: undefined } },
}
export const Failing: Story = {
  args: {
    kinds: ORGANIZATION_KINDS,
    log: { ...logOf([]), data: undefined, error: new Error('The database is away.') },
  },
}
export const Hostile: Story = {
  args: {
    kinds: ORGANIZATION_KINDS,
    log: logOf([
      anEntry({
        actor: { id: '9', email: XSS },
        action: `${LONG}.${XSS}` as AuditEntryJson['action'],
        target: { kind: XSS, id: LONG, name: `${RTL} ${LONG}` },
        ipAddress: LONG,
        before: { [LONG]: XSS },
        after: { [LONG]: LONG, [XSS]: { deep: [RTL, { more: LONG }] } },
      }),
    ]),
  },
}
