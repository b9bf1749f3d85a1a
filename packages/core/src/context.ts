import type { HostAuth } from './auth/host-auth.js'
import type { Config } from './config.js'
import type { ScrubRules } from './ingest/scrub/rules.js'
import type { SettingsSource } from './instance/settings.js'
import type { Metrics } from './metrics/metrics.js'
import type { BlobStore } from './ports/blob-store.js'
import type { Fetcher } from './ports/fetcher.js'
import type { IdentityClient } from './ports/identity-client.js'
import type { Mailer } from './ports/mailer.js'
import type { Prober } from './ports/prober.js'
import type {
  Cache,
  Clock,
  IngestBuffer,
  IntakeGuard,
  LiveBus,
  Logger,
  RateLimiter,
  WebAssets,
} from './ports/runtime.js'
import type { Storage } from './ports/storage.js'
import type { NormalizedEvent } from './protocol/event.js'

/** All ports and the configuration: the first argument of every use case. */
export interface Context {
  readonly config: Config
  /** What superusers set at run time, or the configuration. */
  readonly settings: SettingsSource
  readonly storage: Storage
  readonly buffer: IngestBuffer
  /** Null: files that come with events are not kept. */
  readonly blobs: BlobStore | null
  readonly cache: Cache
  readonly rateLimiter: RateLimiter
  /** For all that is asked of other servers. */
  readonly fetcher: Fetcher
  /** Null: nobody signs in by a provider. */
  readonly identityClient: IdentityClient | null
  /** Null: nothing is sent by mail, and links of invitations are shown to who invites. */
  readonly mailer: Mailer | null
  readonly live: LiveBus
  readonly clock: Clock
  readonly logger: Logger
  /** What is counted and timed on the way. */
  readonly metrics: Metrics
  /** Asked before a request of an SDK is taken. */
  readonly guards: readonly IntakeGuard[]
  /** Looks at what monitors watch. */
  readonly prober: Prober
  readonly web: WebAssets | null
  /** Null: Mishap signs people in itself. */
  readonly hostAuth: HostAuth | null
  readonly hooks: Hooks
  /** What is taken out of the events of every project; a project may add to it. */
  readonly scrubRules: ScrubRules
}

/** The two places where an embedder changes what is stored. Both are called in the drain, after scrubbing. */
export interface Hooks {
  /** The event to store instead, or null to drop it (counted as filtered). A hook that throws leaves the event as it was. */
  readonly beforeStore?: (event: NormalizedEvent) => NormalizedEvent | null
  /** A fingerprint that replaces the client's; null leaves it. */
  readonly fingerprint?: (event: NormalizedEvent) => readonly string[] | null
}
