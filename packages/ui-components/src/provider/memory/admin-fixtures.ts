import type { AuditEntryJson } from '@mishap/core/client'
import { aUser, minutesAgo } from './builders.js'
import { shopWorld } from './shop-world.js'
import type { MemoryFixtures } from './store.js'

const anEntry = (entry: Partial<AuditEntryJson>): AuditEntryJson => ({
  ...{ id: '1', dateCreated: minutesAgo(5), action: 'user.updated', via: 'web', ipAddress: '203.0.113.7' },
  ...{ actor: { id: '1', email: 'ada@example.com' }, impersonator: null, organizationID: null },
  ...{ target: { kind: 'user', id: '2', name: 'grace@example.com' }, before: null, after: null },
  ...entry,
})

/** No superuser. */
export const GRACE = aUser({ id: '2', email: 'grace@example.com', name: 'Grace Hopper', isSuperuser: false })
/** A superuser, some accounts and what was done. */
export const adminWorld: MemoryFixtures = {
  ...shopWorld,
  instance: {
    users: [
      GRACE,
      aUser({ id: '3', email: 'joan@example.com', name: '', isSuperuser: false, isActive: false, lastLogin: null }),
      aUser({ id: '4', email: 'root@example.com', name: 'Root' }),
    ],
    secondFactors: { '2': ['totp', 'recovery_codes'] },
    pinned: ['retentionDays', 'openRegistration'],
    settings: { instanceName: 'Errors of Acme', sensitiveFields: ['iban', 'vat_number'] },
  },
  auditLog: [
    anEntry({
      id: '3',
      action: 'instance.settings_changed',
      target: { kind: 'instance', id: '', name: 'the instance' },
      before: { retentionDays: 90 },
      after: { retentionDays: 30 },
    }),
    anEntry({
      id: '2',
      action: 'project.updated',
      organizationID: '1',
      impersonator: { id: '4', email: 'root@example.com' },
      target: { kind: 'project', id: '1', name: 'shop-api' },
    }),
    anEntry({ id: '1', action: 'user.impersonated' }),
  ],
}
