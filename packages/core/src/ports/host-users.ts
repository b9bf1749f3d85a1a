import type { User } from './model.js'

/** Users whom the host of the app signs in. */
export interface HostUserStorage {
  /**
   * The user that stands for somebody of the host, made or brought up to date where it differs. Who is not known by
   * `hostId` yet is whoever has the address, unless that one stands for somebody else of the host already: then this
   * rejects with `conflict`, as it does where the new address is another user's. Of any number of concurrent calls for
   * the same `hostId` all answer the same user. The address is
   * a verified one. One who was disabled stays disabled.
   */
  adopt(person: {
    /** The host's own id. At most 255 characters. */
    readonly hostId: string
    readonly email: string
    /** Absent: as it is, empty at first. */
    readonly name?: string
    readonly isSuperuser: boolean
  }): Promise<User>
}
