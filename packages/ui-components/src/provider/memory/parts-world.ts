import { laterShopEvent } from '../../event/fixtures/later-shop-event.js'
import { minutesAgo } from './builders.js'
import { shopWorld } from './shop-world.js'
import type { MemoryFixtures } from './store.js'

/** The hash of the newest event. */
export const LATER_HASH = '9a3a707701ccc08053a3015f3c4c8c58'

const [latest, ...older] = shopWorld.events ?? []
const later = {
  ...laterShopEvent,
  eventID: latest?.eventID ?? '',
  dateCreated: minutesAgo(1),
  dateReceived: minutesAgo(1),
}

/** The shop, where the newest event of its first issue is of a later build and has a hash of its own. */
export const partsWorld: MemoryFixtures = {
  ...shopWorld,
  events: [later, ...older, { ...laterShopEvent, groupID: '3', eventID: 'f'.repeat(32) }],
  hashes: { [later.eventID]: LATER_HASH },
}
