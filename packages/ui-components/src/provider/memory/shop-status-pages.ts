import type { StatusPageJson } from '@mishap/core/client'
import { minutesAgo } from './builders.js'
import type { StatusPageFixture } from './status-pages.js'

const DAY = 24 * 60

export function aStatusPage(page: Partial<StatusPageJson> & Pick<StatusPageJson, 'name' | 'slug'>): StatusPageJson {
  return {
    ...{ id: page.slug, isPublic: true, access: 'public', hasPassword: false, description: '', domain: '' },
    ...{ theme: 'system', accent: '', hasLogo: false, homepage: '', showLatency: true, allowSubscribers: true },
    ...{ subscriberCount: 0, created: minutesAgo(20 * DAY), monitors: [] },
    url: `https://mishap.example/status/acme/${page.slug}/`,
    sections: [{ name: '', isCollapsed: false, monitors: [{ id: 1, name: '', description: '' }] }],
    ...page,
  }
}

/** What the shop tells its customers, and itself. */
export const shopStatusPages: readonly StatusPageFixture[] = [
  {
    page: aStatusPage({
      ...{ name: 'Acme Shop', slug: 'shop', domain: 'status.acme.example', homepage: 'https://acme.example' },
      ...{ description: 'How the shop is doing. Questions: **help@acme.example**', subscriberCount: 3 },
      sections: [
        {
          name: 'Shop',
          isCollapsed: false,
          monitors: [
            { id: 1, name: '', description: 'Where customers look around' },
            { id: 2, name: 'Checkout', description: 'Paying and ordering' },
          ],
        },
        { name: 'Behind it', isCollapsed: true, monitors: [{ id: 3, name: '', description: '' }] },
      ],
    }),
    subscribers: [
      { id: '3', email: 'eve@customer.example', created: minutesAgo(30), confirmed: null },
      { id: '2', email: 'dan@customer.example', created: minutesAgo(2 * DAY), confirmed: minutesAgo(2 * DAY) },
      { id: '1', email: 'carol@customer.example', created: minutesAgo(9 * DAY), confirmed: minutesAgo(9 * DAY) },
    ],
  },
  {
    page: aStatusPage({
      ...{ name: 'Internal', slug: 'internal', access: 'members', isPublic: false, theme: 'dark' },
    }),
  },
]
