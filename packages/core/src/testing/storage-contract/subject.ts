import type { Storage } from '../../ports/storage.js'

/** What the parts of the contract ask. */
export interface Subject {
  /** The one that all tests of the suite share; each makes an organization of its own in it. */
  storage(): Storage
  /** One with nothing in it, for what depends on being the first. */
  empty(): Promise<Storage>
}
