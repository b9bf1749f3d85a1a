import { resolve } from 'node:path'
import { redisCache, redisLiveBus, redisRateLimiter } from '@mishap/cache-redis'
import {
  type App,
  type AppOptions,
  createApp,
  diskGuard,
  type Logger,
  nodeFetcher,
  nodeListener,
  nodeProber,
} from '@mishap/core'
import type { Redis } from 'ioredis'
import { openBlobs } from './blobs.js'
import { journalDir, openBuffer } from './buffer.js'
import { type DataLock, lockDataDir } from './data-lock.js'
import { type Database, nameOf, openDatabase } from './database.js'
import { openDoor } from './door.js'
import { ensureUsers } from './ensure-users.js'
import { isLoopback, type Settings } from './env.js'
import { withFrontPage } from './front-page.js'
import { openHealthFile } from './health-file.js'
import type { Listening } from './listen.js'
import { smtpMailer } from './mail/smtp-mailer.js'
import { openProbePort, probeListener } from './probes.js'
import { openRedis } from './redis.js'
import { keptSecretKey, setupToken } from './secret-key.js'
import { openidIdentityClient } from './sign-in/identity-client.js'
import { version } from './version.js'
import { webAssets } from './web.js'

export interface RunningServer {
  /** For people: where it listens, where the data lies, what to do next. */
  readonly lines: readonly [string, string, string]
  /** Finishes what runs, makes everything durable, and resolves when nothing of it is left. */
  stop(): Promise<void>
}

const PATIENCE_MS = 15_000

/** Starts the server with everything it needs. Rejects with an `AppError` that says how to mend it; then nothing runs. */
export async function serve(settings: Settings, logger: Logger): Promise<RunningServer> {
  // In the order of opening; closed in the reverse order, whether the start failed or the work is done.
  const closers: (() => Promise<unknown>)[] = []
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse())
      await close().catch((error: unknown) => logger.error('stopping', { error }))
  }
  try {
    const dataDir = resolve(settings.dataDir)
    const lock = await lockWhatIsKept(settings, dataDir)
    if (lock !== null) closers.push(() => lock.release())
    const door = await openDoor(settings)
    closers.push(() => door.close())
    const url = settings.url ?? urlOf(settings, door.listening.port)
    lock?.tellUrl(url)
    const database = await openDatabase(settings, logger, PATIENCE_MS)
    closers.push(() => database.close())
    const client = settings.redisUrl === null ? null : await openRedis(settings.redisUrl, logger, PATIENCE_MS)
    closers.push(async () => client?.disconnect())
    const { app, close } = await compose({ settings, logger, database, url, dataDir }, client)
    closers.push(close)
    // Safe in any number of processes at once; nobody answers before the database is up to date.
    if (settings.role === 'web') await app.context.storage.migrate()
    else await app.work()
    await ensureUsers(app.context, settings.users)
    door.handOver(settings.role === 'worker' ? probeListener(app) : nodeListener(withFrontPage(app, url)))
    const probes = await openProbePort(settings, app, logger)
    closers.push(async () => probes?.close())
    if (settings.healthFile !== null) {
      const file = await openHealthFile(settings.healthFile, () => app.isTurning(), logger)
      closers.push(() => file.close())
    }
    // Requests end before what they need does.
    closers.push(() => door.close())
    return {
      lines: await linesFor({ settings, app, url, dataDir, database, listening: door.listening }),
      stop: async () => {
        app.leave()
        await new Promise((resolve) => setTimeout(resolve, settings.leaveMs))
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** Web and worker processes keep nothing in the data directory but the secret, so any number of them may share one. */
async function lockWhatIsKept({ role }: Settings, dataDir: string): Promise<DataLock | null> {
  return role === 'all' ? lockDataDir(dataDir) : null
}

interface Parts {
  readonly settings: Settings
  readonly logger: Logger
  readonly database: Database
  readonly url: string
  readonly dataDir: string
}

async function compose(
  { settings, logger, database, url, dataDir }: Parts,
  client: Redis | null,
): Promise<{ app: App; close(): Promise<void> }> {
  const secretKey = settings.secretKey ?? keptSecretKey(dataDir)
  const isPublic = !isLoopback(settings.host) || !isLoopback(new URL(url).hostname)
  const buffer = await openBuffer({ settings, client, logger })
  const live = client === null ? null : redisLiveBus({ client, logger })
  const mailer = settings.mail === null ? null : smtpMailer(settings.mail)
  const fetcher = nodeFetcher({ allowPrivate: settings.allowPrivateAddresses })
  const app = createApp({
    ...settings,
    url,
    secretKey,
    version,
    setupToken: isPublic ? setupToken(secretKey) : null,
    storage: database.storage,
    buffer,
    blobs: openBlobs(settings, database),
    logger,
    fetcher,
    prober: nodeProber({ allowPrivate: settings.allowPrivateAddresses }),
    identityClient: openidIdentityClient(fetcher),
    guards: [diskGuard({ ...diskOptions(settings), logger })],
    ...(client === null
      ? {}
      : { cache: redisCache({ client, logger }), rateLimiter: redisRateLimiter({ client, logger }) }),
    ...(live === null ? {} : { live }),
    ...(mailer === null ? {} : { mailer }),
    ...(settings.threads === 0 ? {} : { prepareThreads: threadsOf(settings) }),
    ...webOrNothing(logger),
  })
  return {
    app,
    async close() {
      await app.stop()
      await live?.close()
      mailer?.close()
    },
  }
}

/** Of a database elsewhere its own disk is another's to watch. */
function diskOptions(settings: Settings) {
  const { diskLowBytes, diskStopBytes } = settings.marks
  return {
    paths: [journalDir(settings), resolve(settings.dataDir)],
    ...(diskLowBytes === null ? {} : { lowBytes: diskLowBytes }),
    ...(diskStopBytes === null ? {} : { stopBytes: diskStopBytes }),
  }
}

function threadsOf({ threads }: Settings): NonNullable<AppOptions['prepareThreads']> {
  return { script: new URL(import.meta.resolve('@mishap/core/prepare-thread')), count: threads }
}

function webOrNothing(logger: Logger) {
  try {
    return { web: webAssets() }
  } catch (error) {
    logger.warn('the web app is not built; `npm run build` builds it. The API works without', { error })
    return {}
  }
}

async function linesFor(
  about: Omit<Parts, 'logger'> & { app: App; listening: Listening },
): Promise<[string, string, string]> {
  const { settings, app, url, database, listening } = about
  const at = urlOf(settings, listening.port)
  const { setupToken: token } = app.context.config
  const isSetUp = await database.storage.users.hasAny()
  if (settings.role === 'worker')
    return [
      `Mishap ${version}, a worker, listens on ${at}`,
      dataLine(about),
      'It stores what web processes take. It answers for its health and metrics alone.',
    ]
  return [
    `Mishap ${version}${settings.role === 'web' ? ', a web process,' : ''} listens on ${at}${url === at ? '' : `, reached at ${url}`}`,
    dataLine(about),
    isSetUp ? `Sign in: ${url}/` : `Set it up: ${url}/setup${token === null ? '' : `?token=${token}`}`,
  ]
}

function dataLine({ settings, dataDir, database }: Pick<Parts, 'settings' | 'dataDir' | 'database'>): string {
  const { bufferKind, redisUrl, databaseUrl } = settings
  const place = databaseUrl === null ? `${dataDir} (${database.place})` : database.place
  if (bufferKind === 'redis') return `Data: ${place}, events wait in Redis at ${nameOf(redisUrl ?? '')}`
  return databaseUrl === null ? `Data: ${place}` : `Data: ${place}, journal in ${dataDir}`
}

/** Any address becomes a name that works on this machine; whoever is elsewhere needs MISHAP_URL. */
function urlOf({ host }: Settings, port: number): string {
  const name = host === null || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
