import type { OutcomeCount } from './ingest.js'
import type { Id } from './model.js'

/** `security`: reports of browsers, as `securityEvents` reads them. */
export type IngestKind = 'envelope' | 'store' | 'security'

/** One accepted ingest request, as it was on the wire. */
export interface IngestRecord {
  readonly organizationId: Id
  readonly projectId: Id
  readonly keyId: string
  readonly kind: IngestKind
  readonly receivedAt: Date
  /** What the client was told: the id of an event that named none itself. */
  readonly eventId: string
  /** Of the body; null for identity. */
  readonly contentEncoding: string | null
  readonly userAgent: string | null
  readonly ip: string | null
  readonly scrubIp: boolean
  /** What the address said of security reports, which cannot say it themselves; null for the other kinds. */
  readonly query: { readonly environment: string | null; readonly release: string | null } | null
  readonly body: Uint8Array
}

/** Some records taken from the buffer. They come again, here or in another process, unless `done` is called. */
export interface Claim {
  readonly records: readonly IngestRecord[]
  /** They are stored: forget them. */
  done(): Promise<void>
  /**
   * They could not be stored now: give them back, before newer ones. A buffer that keeps nothing lets go of them, and
   * rejects the appends that wait for them with `error`.
   */
  release(error: unknown): Promise<void>
}

/**
 * Where accepted requests wait for the drain.
 * `append` resolves when the record would survive `kill -9` and loss of power; so a 200 promises that it will be stored.
 * Delivery is at least once: after a crash a record may come again, with the same `receivedAt`.
 */
export interface IngestBuffer {
  /** True where `append` waits for the drain itself, which then lets no record wait for company. */
  readonly isDirect?: boolean
  /** Rejects with code `buffer_full` when limits of records or bytes are reached, `unavailable` when it cannot keep it. */
  append(record: IngestRecord): Promise<void>
  /**
   * The oldest waiting records, at most `maxRecords` and about `maxBytes`, at least one.
   * Waits for one to arrive; null after `signal` is aborted. Records of two unfinished claims never overlap.
   */
  claim(options: {
    readonly maxRecords: number
    readonly maxBytes: number
    readonly signal: AbortSignal
  }): Promise<Claim | null>
  /** Keeps aside a record, or a part of one, that can never be stored, with the reason. Durable like `append`. */
  setAside(record: IngestRecord, error: { readonly message: string }): Promise<void>
  /** The newest first. */
  listSetAside(
    limit: number,
  ): Promise<readonly { readonly record: IngestRecord; readonly message: string; readonly at: Date }[]>
  /**
   * Appends what was set aside again, the oldest first, and forgets it there; answers how many. What fails again is set
   * aside again, later. Rejects as `append` does; what was not appended by then stays aside.
   */
  retrySetAside(): Promise<number>
  /** How much waits, claimed or not. */
  waiting(): Promise<{ readonly records: number; readonly bytes: number }>
  /** When the oldest of those that wait was received; null where none waits. */
  oldest(): Promise<Date | null>
  /** Makes everything appended durable and lets go of files and timers. Claims in flight come again later. */
  close(): Promise<void>
}

/** Values that may be forgotten at any time. */
export interface Cache {
  get(key: string): Promise<string | null>
  set(key: string, value: string, ttlMs: number): Promise<void>
  delete(key: string): Promise<void>
}

export interface RateLimiter {
  /**
   * Takes `cost` out of `limit` per `windowMs` for `key`, in one atomic step.
   * When refused nothing is taken, and `retryAfterMs` says when the same call would pass.
   */
  take(request: {
    readonly key: string
    readonly limit: number
    readonly windowMs: number
    readonly cost?: number
  }): Promise<{
    readonly allowed: boolean
    readonly retryAfterMs: number
  }>
}

/** Says whether requests of SDKs can be taken at all, for a reason that lies outside of any project. */
export interface IntakeGuard {
  /** Null: they can. Asked once a second at most, and not waited for. */
  check(): Promise<IntakeRefusal | null>
  /** For metrics: of the disks that it watches, the one that has the least left. Null: none can be asked. */
  space?(): Promise<DiskSpace | null>
}

export interface DiskSpace {
  /** For who may write there. */
  readonly freeBytes: number
  readonly totalBytes: number
}

export interface IntakeRefusal {
  /** One word, counted as the reason of the outcome. */
  readonly reason: string
  readonly message: string
  readonly retryAfterMs: number
}

/** Tells every process that something happened, as it happens. At most once: whoever was away missed it. */
export interface LiveBus {
  publish(message: LiveMessage): Promise<void>
  subscribe(organizationId: Id, listener: (message: LiveMessage) => void): () => void
}

export type LiveMessage =
  | {
      readonly topic: 'event.first'
      readonly organizationId: Id
      readonly projectId: Id
      readonly issueId: Id
      readonly eventId: string
    }
  | {
      readonly topic: 'issue.new' | 'issue.regressed' | 'issue.seen' | 'issue.changed' | 'issue.deleted'
      readonly organizationId: Id
      readonly projectId: Id
      readonly issueId: Id
    }
  | {
      readonly topic: 'ingest.outcome'
      readonly organizationId: Id
      readonly projectId: Id
      readonly at: string
      readonly outcome: OutcomeCount['outcome']
      readonly reason: string
      readonly sdk: string | null
      readonly items: readonly string[]
      readonly bytes: number
    }

export interface Clock {
  now(): Date
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The built web front end, as files to serve. */
export interface WebAssets {
  /** The page, with `<base href>` and configuration still to be put in. */
  readonly html: string
  /** `path` without a leading slash. Null where there is no such file. */
  get(path: string): { readonly body: Uint8Array; readonly contentType: string } | null
}
