import { STATUS_DAYS, type StatusComponent, type StatusView } from '../status-pages/view.js'

/** Noon of the first of March, the day that its bars end with. */
const AT = new Date('2026-03-01T12:00:00Z')

/** What a page shows: nothing, unless it is given. */
export function aStatusView(view: Partial<StatusView> = {}): StatusView {
  return {
    page: {
      ...{ id: '1', organizationId: '1', name: 'Acme', slug: 'shop', access: 'public', description: '', domain: '' },
      ...{ theme: 'system', accent: '', homepage: '', showLatency: true, allowSubscribers: true, hasLogo: false },
      createdAt: AT,
    },
    ...{ organizationSlug: 'acme', at: AT, sections: [], incidents: [], maintenance: [] },
    ...view,
  }
}

/** It was down for half an hour on each of the days whose numbers are `troubles`. */
export function aStatusComponent({
  troubles = [],
  ...component
}: Partial<StatusComponent> & { readonly troubles?: readonly number[] } = {}): StatusComponent {
  return {
    ...{ id: '1', name: 'Shop', description: '', status: 'up', latencyMs: null },
    uptime: { day: 1, month: 1, quarter: 1 },
    days: Array.from({ length: STATUS_DAYS }, (_, index) => ({
      start: new Date(Date.UTC(2026, 2, 1) - (STATUS_DAYS - 1 - index) * 86_400_000),
      ...{ knownSeconds: 86_400, downSeconds: troubles.includes(index) ? 1800 : 0, degradedSeconds: 0 },
      maintenanceSeconds: 0,
    })),
    ...component,
  }
}
