import { availableParallelism } from 'node:os'
import { AppError, type ConfigInput } from '@mishap/core'
import { type GuardSettings, readGuards } from './env/guards.js'
import { readLimits } from './env/limits.js'
import { lookUp, type Source } from './env/look-up.js'
import { type MailSettings, readMail } from './env/mail.js'
import { readMetrics } from './env/metrics.js'
import { databaseParts, redisParts } from './env/parts.js'
import { readProviders } from './env/providers.js'
import {
  anyText,
  boolean,
  databaseUrl,
  directory,
  hostName,
  httpUrl,
  oneOf,
  path,
  type Role,
  redisUrl,
  role,
  secret,
  secrets,
  wholeNumber,
  words,
} from './env/readers.js'
import { readProjectLimits, readRetention } from './env/retention.js'
import { type EnsuredUser, readUsers } from './env/users.js'

export type { EnsuredUser } from './env/users.js'

/** What the options of the command line may say; they win over the environment. */
export interface Flags {
  readonly role?: string
  readonly buffer?: string
  readonly port?: string
  readonly host?: string
  readonly data?: string
  readonly databaseUrl?: string
  readonly redisUrl?: string
  readonly healthFile?: string
}

/** Everything that a process of the reference server may be told from outside. */
export interface Settings
  extends Pick<
    ConfigInput,
    | 'secretKeyFallbacks'
    | 'sessionTtlDays'
    | 'retentionDays'
    | 'retention'
    | 'projectLimits'
    | 'openRegistration'
    | 'openOrganizationCreation'
    | 'skipInvitations'
    | 'signInProviders'
    | 'allowPasswords'
    | 'trustProxy'
    | 'frameAncestors'
    | 'limits'
    | 'metrics'
  > {
  /** `web` takes requests and answers them, `worker` stores what arrived, `all` does both. */
  readonly role: Role
  /** Where accepted requests wait. Roles other than `all` share a buffer in Redis. */
  readonly bufferKind: 'journal' | 'redis'
  readonly port: number
  /** Null: this machine only, on both of its loopback addresses. */
  readonly host: string | null
  /** Where people reach the server; null where nobody said, and the listening address has to do. */
  readonly url: string | null
  readonly dataDir: string
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null
  /** Connections to the database at most. */
  readonly poolSize: number
  /** False behind a proxy such as PgBouncer that gives each transaction another connection. */
  readonly preparedStatements: boolean
  /** Null: as the storage has it. */
  readonly statementTimeoutMs: number | null
  readonly redisUrl: string | null
  /** Where files that come with events are kept; null: in a database that was named, beside the embedded one. */
  readonly blobKind: 'files' | 'database' | null
  /** Null: in the data directory. */
  readonly blobDir: string | null
  /** Null: the one that is kept in the data directory. */
  readonly secretKey: string | null
  /** How many threads make events of what arrives; with 0 the main one does. */
  readonly threads: number
  /** Null: nothing is sent by mail. */
  readonly mail: MailSettings | null
  /** Whether other servers are asked that have an address of a private network. */
  readonly allowPrivateAddresses: boolean
  readonly marks: GuardSettings
  /** Where metrics and health alone are answered; null: only where everything else is. */
  readonly metricsPort: number | null
  /** Touched while the process makes progress; null for none. */
  readonly healthFile: string | null
  /** So long it says that it is going before it goes. */
  readonly leaveMs: number
  readonly users: readonly EnsuredUser[]
  readonly logFormat: 'text' | 'json'
  /** A directory with PostgreSQL's programs for the embedded database, in place of those that are found. */
  readonly postgresBinDir: string | null
}

const DEFAULT_PORT = 8000
const DEFAULT_POOL_SIZE = 10
/** One keeps up with a main thread that only takes and stores; where processors abound, two. */
const USUAL_THREADS = 2
const DEFAULT_DATA_DIR = 'mishap-data'

/** Reads environment and options. Throws one `AppError` of code `config` that lists every fault with its fix. */
export function readSettings(env: NodeJS.ProcessEnv, flags: Flags = {}): Settings {
  const faults: string[] = []
  const source: Source = { env, faults }
  const of = <T>(
    names: readonly string[],
    reader: Parameters<typeof lookUp<T>>[2],
    given?: [flag: string, text?: string],
  ) => lookUp(source, names, reader, given)

  const baseUrl = of(['MISHAP_URL', 'GLITCHTIP_URL', 'GLITCHTIP_DOMAIN', 'APP_URL'], httpUrl)
  const basePath = of(['BASE_PATH', 'FORCE_SCRIPT_NAME'], path)
  const blobDir = of(['MISHAP_BLOB_DIR'], directory)
  const sessionSeconds = of(['SESSION_COOKIE_AGE'], wholeNumber(900))
  const chosenRole = of(['MISHAP_ROLE', 'SERVER_ROLE'], role, ['--role', flags.role]) ?? 'all'
  const { access: metrics, port: metricsPort, healthFile } = readMetrics(source, flags.healthFile)
  const settings: Settings = {
    role: chosenRole,
    bufferKind:
      of(['MISHAP_BUFFER'], oneOf('journal', 'redis'), ['--buffer', flags.buffer]) ??
      (chosenRole === 'all' ? 'journal' : 'redis'),
    port: of(['PORT'], wholeNumber(0, 65_535), ['--port', flags.port]) ?? DEFAULT_PORT,
    host: loopbackAsNull(of(['HOST'], hostName, ['--host', flags.host])),
    url: withPath(baseUrl, basePath),
    dataDir: of(['MISHAP_DATA_DIR'], directory, ['--data', flags.data]) ?? DEFAULT_DATA_DIR,
    databaseUrl: of(['DATABASE_URL'], databaseUrl, ['--database-url', flags.databaseUrl]) ?? databaseParts(source),
    poolSize: of(['MISHAP_DATABASE_POOL', 'DATABASE_POOL_MAX_SIZE'], wholeNumber(2, 1000)) ?? DEFAULT_POOL_SIZE,
    preparedStatements: of(['MISHAP_PREPARED_STATEMENTS'], boolean) ?? true,
    statementTimeoutMs: milliseconds(of(['MISHAP_STATEMENT_SECONDS'], wholeNumber(1, 3600))),
    redisUrl: of(['REDIS_URL', 'VALKEY_URL'], redisUrl, ['--redis-url', flags.redisUrl]) ?? redisParts(source),
    blobKind: of(['MISHAP_BLOBS'], oneOf('files', 'database')) ?? (blobDir === null ? null : 'files'),
    blobDir,
    threads: of(['MISHAP_THREADS'], wholeNumber(0, 64)) ?? usualThreads(),
    secretKey: of(['SECRET_KEY'], secret(32)),
    mail: readMail(source),
    allowPrivateAddresses: of(['MISHAP_ALLOW_PRIVATE_ADDRESSES', 'GLITCHTIP_ALLOW_PRIVATE_IPS'], boolean) ?? false,
    marks: readGuards(source),
    metricsPort,
    healthFile,
    leaveMs: milliseconds(of(['MISHAP_LEAVE_SECONDS'], wholeNumber(0, 300))) ?? 0,
    users: readUsers(source),
    logFormat: of(['MISHAP_LOG_FORMAT'], oneOf('text', 'json')) ?? 'text',
    postgresBinDir: of(['MISHAP_POSTGRES_BIN'], directory),
    ...given({
      secretKeyFallbacks: of(['SECRET_KEY_FALLBACKS'], secrets(32)),
      sessionTtlDays:
        of(['MISHAP_SESSION_DAYS'], wholeNumber(1)) ?? (sessionSeconds === null ? null : sessionSeconds / 86_400),
      retentionDays: of(
        ['MISHAP_RETENTION_DAYS', 'GLITCHTIP_RETENTION_DAYS', 'GLITCHTIP_MAX_EVENT_LIFE_DAYS'],
        wholeNumber(1),
      ),
      retention: readRetention(source),
      projectLimits: readProjectLimits(source),
      openRegistration: of(['MISHAP_OPEN_REGISTRATION', 'ENABLE_USER_REGISTRATION'], boolean),
      openOrganizationCreation: of(
        ['MISHAP_OPEN_ORGANIZATION_CREATION', 'ENABLE_ORGANIZATION_CREATION', 'ENABLE_OPEN_USER_REGISTRATION'],
        boolean,
      ),
      skipInvitations: of(['MISHAP_SKIP_INVITATIONS'], boolean),
      signInProviders: readProviders(source),
      allowPasswords: of(['MISHAP_ALLOW_PASSWORDS'], boolean),
      mailFrom: of(['MISHAP_EMAIL_FROM', 'DEFAULT_FROM_EMAIL'], anyText),
      trustProxy: of(['MISHAP_TRUST_PROXY'], boolean),
      frameAncestors: of(['MISHAP_FRAME_ANCESTORS'], words),
      limits: readLimits(source),
      metrics,
    }),
  }
  // Of values that cannot be read it is not known what they would have shared.
  if (faults.length === 0) faults.push(...whatIsNotShared(settings))
  if (settings.metricsPort !== null && settings.metricsPort !== 0 && settings.metricsPort === settings.port)
    faults.push(`MISHAP_METRICS_PORT: wanted another port than the server's, found ${settings.port} for both`)
  if (faults.length > 0) throw new AppError('config', faults.join('\n'))
  return settings
}

function milliseconds(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000
}

/** A thread costs memory, and gains nothing where it has no processor of its own. */
function usualThreads(): number {
  return Math.min(USUAL_THREADS, availableParallelism() - 1)
}

/** Whether only programs on this machine can reach that address. */
export function isLoopback(host: string | null): boolean {
  return (
    host === null || host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
  )
}

/** What processes have to share in the chosen role and with the chosen buffer, and do not. */
function whatIsNotShared(settings: Settings): string[] {
  const { role: chosen, bufferKind, databaseUrl: database, redisUrl: redis } = settings
  const who = chosen === 'all' ? 'with the buffer redis' : `in the role ${chosen}`
  const faults: string[] = []
  if (chosen !== 'all' && database === null)
    faults.push(`DATABASE_URL: wanted the database that all processes share, ${who}, found none`)
  if (chosen !== 'all' && bufferKind === 'journal')
    faults.push(`--buffer: wanted redis or nothing, ${who}, found "journal", which belongs to one process`)
  else if (bufferKind === 'redis' && redis === null)
    faults.push(`REDIS_URL: wanted the Redis in which events wait, ${who}, found none`)
  if (chosen !== 'all' && settings.blobKind === 'files' && settings.blobDir === null)
    faults.push(`MISHAP_BLOB_DIR: wanted a directory that all processes share, ${who}, found none`)
  return faults
}

function loopbackAsNull(host: string | null): string | null {
  return host === 'localhost' ? null : host
}

function withPath(url: string | null, prefix: string | null): string | null {
  if (url === null || prefix === null || new URL(url).pathname !== '/') return url
  return url + prefix
}

/** Without what nobody gave, so that the defaults of the core stand. */
function given<T extends object>(values: { [K in keyof T]: T[K] | null }): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<T>
}
