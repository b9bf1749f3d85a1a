import { consoleLogger } from './adapters/console-logger.js'
import { memoryCache } from './adapters/memory-cache.js'
import { memoryLiveBus } from './adapters/memory-live-bus.js'
import { memoryRateLimiter } from './adapters/memory-rate-limiter.js'
import { nodeFetcher } from './adapters/node-fetcher.js'
import { nodeProber } from './adapters/node-prober/index.js'
import { systemClock } from './adapters/system-clock.js'
import type { HostAuth } from './auth/host-auth.js'
import { type ConfigInput, resolveConfig } from './config.js'
import type { Context, Hooks } from './context.js'
import { dispatch, dispatchProbe } from './http/dispatch.js'
import { answerFetch } from './http/fetch.js'
import { liveStreamsOf } from './http/live-streams.js'
import { createRouter } from './http/router.js'
import { routes } from './http/routes/index.js'
import type { HttpRequest, HttpResponse } from './http/types.js'
import { directBuffer } from './ingest/buffers/direct.js'
import { createDrain } from './ingest/drain.js'
import type { PrepareThreads } from './ingest/preparing/threads.js'
import { DEFAULT_SCRUB_RULES, type ScrubRules } from './ingest/scrub/index.js'
import { leave } from './instance/readiness.js'
import { withSender } from './instance/sender.js'
import { createSettings } from './instance/settings.js'
import { createAlertWatch, createDeliveries } from './jobs/alerts.js'
import { createCommitFetching } from './jobs/commit-fetching.js'
import { createIssueMoves } from './jobs/issue-moves.js'
import { createIssueSync } from './jobs/issue-sync.js'
import { createMaintenance } from './jobs/maintenance.js'
import { createProjectMoves } from './jobs/project-moves.js'
import { createPurge } from './jobs/purge.js'
import { createSealing } from './jobs/seal-anew.js'
import { createStatusMails } from './jobs/status-mails.js'
import { createThinning } from './jobs/thinning.js'
import { createTrends } from './jobs/trends.js'
import { createUpkeep } from './jobs/upkeep.js'
import { createWakeUp } from './jobs/wake-issues.js'
import { createWorkMails } from './jobs/work-mails.js'
import { createMetrics } from './metrics/metrics.js'
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
import { createListener } from './uptime/cron/listener.js'
import { createWatch } from './uptime/watch.js'

/** The ports and the configuration of an app. Only `storage` and `url` have no default. */
export interface AppOptions extends ConfigInput, Hooks {
  readonly storage: Storage
  /** Where accepted requests wait; by default each waits until it is stored. */
  readonly buffer?: IngestBuffer
  /** Where files that come with events are kept; without it they are not. */
  readonly blobs?: BlobStore
  readonly cache?: Cache
  readonly rateLimiter?: RateLimiter
  /** Asks other servers, such as the one that an organization is imported from. */
  readonly fetcher?: Fetcher
  /** Looks at what monitors watch; by default it asks no address of private networks. */
  readonly prober?: Prober
  /** Lets people sign in by providers, such as one of OpenID Connect; without it they are not asked. */
  readonly identityClient?: IdentityClient
  /** Sends invitations and confirmations; without it their links are shown to who asked for them. */
  readonly mailer?: Mailer
  readonly live?: LiveBus
  readonly clock?: Clock
  readonly logger?: Logger
  /** What may refuse requests of SDKs as a whole, such as `diskGuard`. */
  readonly guards?: readonly IntakeGuard[]
  /** The web front end to serve; without it the app is an API. */
  readonly web?: WebAssets
  /** Who is signed in, where the host of the app says so: its users and their roles take the place of Mishap's own. */
  readonly hostAuth?: HostAuth
  /** Threads that make events of what arrives, for `work`. Without them, or with a hook, the calling thread does it. */
  readonly prepareThreads?: PrepareThreads
  /** What is removed from events besides the usual secrets, or kept in spite of its name. */
  readonly scrub?: Partial<ScrubRules>
}

/** One Mishap. It owns no port that it was given but the buffer, which `stop` closes. */
export interface App {
  /** Answers a request; null when it is not ours and the host should go on. Never rejects. */
  handle(request: HttpRequest): Promise<HttpResponse | null>
  /** The same for web-standard hosts; what is not ours is a 404. */
  fetch(request: Request): Promise<Response>
  /**
   * Answers `/health/live`, `/health/ready`, `/metrics` and `/_health/`, and null for all else: for a port of its own. With
   * `isOpenToAll` whoever can reach it may read metrics, unless `metrics` says who may.
   */
  probe(request: HttpRequest, options?: { readonly isOpenToAll?: boolean }): Promise<HttpResponse | null>
  /**
   * Brings the storage up to date, keeps it tidy once a day, and stores what arrives. Call it in one process or in many;
   * leave it out where others do the work. Rejects when the storage cannot be prepared.
   */
  work(): Promise<void>
  /** From now on `/health/ready` answers 503, so that nobody sends more; all goes on until `stop`. */
  leave(): void
  /** Ends `work` and every live stream: finishes what was begun, closes the buffer. Events are refused after it. */
  stop(): Promise<void>
  /**
   * Whether `work` turns: false when a step of it has not come to an end, good or bad, for ten minutes. A storage that is away
   * makes steps fail and does not count: nobody is helped by another process then.
   */
  isTurning(): boolean
  /** Resolves when nothing waits to be stored, for tests and scripts. */
  idle(): Promise<void>
  /** What the use cases take as their first argument. */
  readonly context: Context
}

/** Far above what is waited for in one: of what was claimed at once each part has a minute. */
const LONGEST_STEP_MS = 10 * 60_000

/** Wires ports, use cases, routes and jobs. Throws `config` with every fault at once; does no input or output yet. */
export function createApp(options: AppOptions): App {
  const context = createContext(options)
  const router = createRouter(routes)
  const drain = createDrain(context, options.prepareThreads)
  const maintenance = createMaintenance(context)
  const wakeUp = createWakeUp(context)
  const issueMoves = createIssueMoves(context)
  const projectMoves = createProjectMoves(context)
  const purge = createPurge(context)
  const upkeep = createUpkeep(context)
  const trends = createTrends(context)
  const thinning = createThinning(context)
  const watch = createWatch(context)
  const listener = createListener(context)
  const statusMails = createStatusMails(context)
  const workMails = createWorkMails(context)
  const alertWatch = createAlertWatch(context)
  const deliveries = createDeliveries(context)
  const issueSync = createIssueSync(context)
  const commitFetching = createCommitFetching(context)
  const sealing = createSealing(context)
  const app: App = {
    context,
    handle: (request) => dispatch(context, router, request),
    probe: (request, { isOpenToAll = false } = {}) => dispatchProbe(context, router, request, isOpenToAll),
    fetch: (request) => answerFetch(app, request),
    work: async () => {
      await context.storage.migrate()
      await maintenance.start()
      wakeUp.start()
      issueMoves.start()
      drain.start()
      projectMoves.start()
      purge.start()
      upkeep.start()
      trends.start()
      thinning.start()
      watch.start()
      listener.start()
      statusMails.start()
      workMails.start()
      alertWatch.start()
      deliveries.start()
      issueSync.start()
      commitFetching.start()
      sealing?.start()
    },
    stop: async () => {
      leave(context)
      liveStreamsOf(context).end()
      maintenance.stop()
      wakeUp.stop()
      await Promise.all([
        issueMoves.stop(),
        projectMoves.stop(),
        purge.stop(),
        upkeep.stop(),
        trends.stop(),
        thinning.stop(),
        watch.stop(),
        listener.stop(),
        statusMails.stop(),
        workMails.stop(),
        alertWatch.stop(),
        deliveries.stop(),
        issueSync.stop(),
        commitFetching.stop(),
        sealing?.stop(),
      ])
      await drain.stop()
      await context.buffer.close()
      context.metrics.process.close()
    },
    leave: () => leave(context),
    isTurning: () => {
      const since = context.metrics.jobs.oldestStep()
      return since === null || context.clock.now().getTime() - since.getTime() < LONGEST_STEP_MS
    },
    idle: () => drain.idle(),
  }
  return app
}

function createContext(options: AppOptions): Context {
  const clock = options.clock ?? systemClock
  const logger = options.logger ?? consoleLogger
  const config = resolveConfig(options)
  const settings = createSettings(options, { config, storage: options.storage, clock, logger })
  return {
    config,
    settings,
    storage: options.storage,
    buffer: options.buffer ?? directBuffer(),
    blobs: options.blobs ?? null,
    cache: options.cache ?? memoryCache(),
    rateLimiter: options.rateLimiter ?? memoryRateLimiter({ clock }),
    fetcher: options.fetcher ?? nodeFetcher(),
    prober: options.prober ?? nodeProber(),
    identityClient: options.identityClient ?? null,
    mailer: options.mailer === undefined ? null : withSender(options.mailer, settings),
    live: options.live ?? memoryLiveBus(),
    clock,
    logger,
    metrics: createMetrics(),
    guards: options.guards ?? [],
    web: options.web ?? null,
    hostAuth: options.hostAuth ?? null,
    scrubRules: { ...DEFAULT_SCRUB_RULES, ...options.scrub },
    hooks: {
      ...(options.beforeStore === undefined ? {} : { beforeStore: options.beforeStore }),
      ...(options.fingerprint === undefined ? {} : { fingerprint: options.fingerprint }),
    },
  }
}
