import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  AppError,
  type AppOptions,
  type AuditEntry,
  type Context,
  consoleLogger,
  createApp,
  type Logger,
} from '@mishap/core'
import { type Command, Option } from 'commander'
import { holderOf } from '../data-lock.js'
import { openDatabase } from '../database.js'
import { type Flags, readSettings, type Settings } from '../env.js'
import { keptSecretKey } from '../secret-key.js'
import { version } from '../version.js'

/** Options that every command has which needs the database. */
export interface StorageFlags extends Flags {
  readonly json?: boolean
}

/** Only what is wrong, on standard error: standard output belongs to the answer. */
export const quietLogger: Logger = { ...consoleLogger, debug() {}, info() {} }

/** Adds `--data`, `--database-url` and `--json`. */
export function withStorageOptions(command: Command): Command {
  return withJson(
    command
      .addOption(new Option('--data <dir>', 'data directory (env: MISHAP_DATA_DIR, default: ./mishap-data)'))
      .addOption(
        new Option('--database-url <url>', 'PostgreSQL to use in place of the embedded one (env: DATABASE_URL)'),
      ),
  )
}

export function withJson(command: Command): Command {
  return command.option('--json', 'print one JSON object')
}

/** Ports of a command's own. */
interface Ports extends Pick<AppOptions, 'fetcher' | 'mailer' | 'prober'> {
  close?(): void
}

/**
 * Runs `work` on the database of the options, whether a server is running on it or not; with ports of its own where given.
 * An embedded database is made by `withNewContext` alone: a mistaken directory should not look like an instance without anything.
 */
export async function withContext<T>(
  flags: StorageFlags,
  work: (context: Context) => Promise<T>,
  portsOf: (settings: Settings) => Ports = () => ({}),
): Promise<T> {
  mustBeThere(readSettings(process.env, flags))
  return withNewContext(flags, work, portsOf)
}

/** The same for commands that a new instance begins with: makes the embedded database where there is none. */
export async function withNewContext<T>(
  flags: StorageFlags,
  work: (context: Context) => Promise<T>,
  portsOf: (settings: Settings) => Ports = () => ({}),
): Promise<T> {
  const settings = readSettings(process.env, flags)
  const database = await openDatabase(settings, quietLogger, 0)
  try {
    await database.storage.migrate()
    const { close, ...ports } = portsOf(settings)
    const app = createApp({
      ...settings,
      url: await publicUrl(settings),
      secretKey: settings.secretKey ?? keptSecretKey(settings.dataDir),
      version,
      storage: database.storage,
      logger: quietLogger,
      ...ports,
    })
    try {
      return await work(app.context)
    } finally {
      await app.stop()
      close?.()
    }
  } finally {
    await database.close()
  }
}

function mustBeThere({ databaseUrl, dataDir }: Settings): void {
  if (databaseUrl !== null || statSync(join(dataDir, 'postgres'), { throwIfNoEntry: false }) !== undefined) return
  throw new AppError(
    'not_found',
    `There is no database in ${resolve(dataDir)}. Name the data directory of the server by --data, or its database by --database-url; \`mishap init\` makes a new one.`,
  )
}

/** Where people reach the server: as configured, else as the one that runs says, else as one would by default. */
export async function publicUrl(settings: Settings): Promise<string> {
  if (settings.url !== null) return settings.url
  const holder = await holderOf(settings.dataDir)
  return holder?.url ?? `http://localhost:${settings.port}`
}

/** Events and names are anybody's: nothing of them may steer a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?')
}

/** Notes in the audit log what was changed from here, by whoever may run this. */
export async function noteChange(
  { storage, clock }: Context,
  {
    organizationId = null,
    ...entry
  }: Pick<AuditEntry, 'action' | 'target' | 'before' | 'after'> & Partial<Pick<AuditEntry, 'organizationId'>>,
): Promise<void> {
  const who = { userId: null, actor: '', impersonator: null, via: 'cli', ip: null } as const
  await storage.audit.add({ organizationId, at: clock.now(), ...who, ...entry })
}

/** Prints the answer: the object with `--json`, else the text. */
export function answer(flags: { readonly json?: boolean }, value: object, text: string): void {
  process.stdout.write(`${flags.json === true ? JSON.stringify(value) : text}\n`)
}
