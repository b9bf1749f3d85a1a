import {
  AppError,
  type Context,
  IMPORT_KINDS,
  type ImportKind,
  importOrganizations,
  nodeFetcher,
  type OrganizationReport,
  type SourceKind,
  type User,
} from '@mishap/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { progressView } from '../import/progress.js'
import { type ImportReport, keepEarlier, writeReport } from '../import/report-file.js'
import { NOT_CARRIED, reportText } from '../import/report-text.js'
import { smtpMailer } from '../mail/smtp-mailer.js'
import { userByEmail } from './find.js'
import { addKuma } from './import-kuma.js'
import { answer, type StorageFlags, withContext, withStorageOptions } from './shared.js'

interface ImportFlags extends StorageFlags {
  readonly url: string
  readonly token: string
  readonly org?: readonly string[]
  readonly into?: string
  readonly owner?: string
  readonly include?: readonly ImportKind[]
  readonly exclude?: readonly ImportKind[]
  readonly events: number
  readonly inviteMails: boolean
  readonly dryRun?: boolean
  readonly report: string
}

/** A source that asks for patience has some minutes before an import gives up. */
const TRIES = 8

/** `mishap import glitchtip`, `mishap import sentry` and `mishap import uptime-kuma`. */
export function addImport(program: Command): void {
  const command = program
    .command('import')
    .description('bring organizations from another server; run it again at any time, nothing is doubled')
  const glitchtip = command
    .command('glitchtip')
    .description('bring organizations from GlitchTip, or from another Mishap')
  const sentry = command.command('sentry').description('bring organizations from Sentry, of sentry.io or self-hosted')
  addSource(glitchtip, 'glitchtip')
  addSource(sentry, 'sentry')
  addKuma(command)
}

function addSource(command: Command, kind: SourceKind): void {
  const url = new Option('--url <url>', 'address of the server').env('MISHAP_IMPORT_URL')
  withStorageOptions(command)
    .addOption(kind === 'sentry' ? url.default('https://sentry.io') : url.makeOptionMandatory())
    .addOption(
      new Option('--token <token>', 'API token of a user there, who may see all of it')
        .env('MISHAP_IMPORT_TOKEN')
        .makeOptionMandatory(),
    )
    .option('--org <slug...>', 'only these organizations; all that the token sees unless given')
    .option('--into <slug>', 'slug that the organization gets here, or has; with one --org')
    .addOption(
      new Option('--owner <email>', 'user here who owns what is made and invites; the only superuser unless given').env(
        'MISHAP_EMAIL',
      ),
    )
    .addOption(new Option('--include <kind...>', 'only these kinds').choices(IMPORT_KINDS))
    .addOption(new Option('--exclude <kind...>', 'all but these kinds').choices(IMPORT_KINDS))
    .addOption(
      new Option('--events <number>', 'newest events of each issue, 1 to 100').default(1).argParser(eventCount),
    )
    .option('--no-invite-mails', 'invite people without telling them; run it again to tell them')
    .option('--dry-run', 'read everything, change nothing, and say what would come')
    .option('--report <file>', 'where the whole report goes', 'import-report.json')
    .addHelpText('after', exampleOf(kind))
    .action((flags: ImportFlags) => run(kind, flags))
}

function exampleOf(kind: SourceKind): string {
  const url = kind === 'sentry' ? '' : ' --url https://glitchtip.example.com'
  const token = 'MISHAP_IMPORT_TOKEN=…'
  return `\nExample:\n  ${token} mishap import ${kind}${url} --org acme --dry-run\n  ${token} mishap import ${kind}${url} --org acme\n`
}

function eventCount(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100) return Number(text)
  throw new InvalidArgumentError('Wanted a whole number from 1 to 100.')
}

async function run(kind: SourceKind, flags: ImportFlags): Promise<void> {
  const isDryRun = flags.dryRun === true
  if (flags.into !== undefined && flags.org?.length !== 1)
    throw new AppError('invalid_input', 'With --into name the one organization that it is for: --org SLUG.')
  const organizations: OrganizationReport[] = []
  const startedAt = new Date().toISOString()
  const note = (error: string | null, isFinished: boolean) => {
    const finishedAt = isFinished ? new Date().toISOString() : null
    const source = { kind, url: flags.url }
    const report: ImportReport = {
      source,
      startedAt,
      finishedAt,
      isDryRun,
      error,
      organizations,
      notCarried: NOT_CARRIED,
    }
    writeReport(flags.report, report)
    return report
  }
  keepEarlier(flags.report)
  // Before hours of work, not after them.
  note(null, false)
  const base = await withContext(
    flags,
    async (context) => {
      try {
        await bring(context, kind, flags, (report) => organizations.push(report))
      } catch (error) {
        note(error instanceof Error ? error.message : String(error), false)
        if (flags.json !== true && organizations.length > 0) print(organizations, flags, dsnBaseOf(context))
        throw error
      }
      return dsnBaseOf(context)
    },
    ({ mail }) => {
      // Whoever has the database may name any address.
      const fetcher = nodeFetcher({ allowPrivate: true })
      if (mail === null) return { fetcher }
      const mailer = smtpMailer(mail)
      return { fetcher, mailer, close: () => mailer.close() }
    },
  )
  const report = note(null, true)
  if (flags.json === true) return answer(flags, report, '')
  print(organizations, flags, base)
  const ending = isDryRun
    ? 'This was a dry run: nothing has been changed.'
    : `Never brought:\n${NOT_CARRIED.map((line) => `  ${line}`).join('\n')}`
  process.stdout.write(`\n${ending}\n\nThe whole report: ${flags.report}\n`)
}

async function bring(
  context: Context,
  kind: SourceKind,
  flags: ImportFlags,
  onReport: (report: OrganizationReport) => void,
) {
  const view = flags.json === true ? null : progressView(process.stderr)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  // Once: whoever presses it again means at once, which is safe as well.
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    await importOrganizations(context, {
      ...{ kind, via: 'cli', organizations: flags.org ?? [], into: flags.into ?? null },
      address: { url: flags.url, token: flags.token },
      owner: await ownerOf(context, flags.owner),
      kinds: kindsOf(flags),
      ...{ isDryRun: flags.dryRun === true, isMailed: flags.inviteMails, eventsPerIssue: flags.events },
      patience: {
        tries: TRIES,
        signal: stopping.signal,
        onWait: ({ ms, reason }) => view?.say(`Waits ${Math.ceil(ms / 1000)} s: ${reason}`),
      },
      onProgress: (progress) => view?.show(progress),
      onReport,
    })
  } finally {
    view?.end()
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

function kindsOf({ include = IMPORT_KINDS, exclude = [] }: ImportFlags): ReadonlySet<ImportKind> {
  const kinds = include.filter((kind) => !exclude.includes(kind))
  if (kinds.length > 0) return new Set(kinds)
  throw new AppError('invalid_input', 'With this --include and --exclude nothing is left to bring.')
}

async function ownerOf(context: Context, email: string | undefined): Promise<User> {
  if (email !== undefined) return userByEmail(context, email)
  const { items } = await context.storage.users.list({ limit: 100, cursor: null })
  const superusers = items.filter(({ isSuperuser, isActive }) => isSuperuser && isActive)
  const [only] = superusers
  if (only !== undefined && superusers.length === 1) return only
  if (superusers.length > 1)
    throw new AppError('invalid_input', `Name who owns what is made: --owner EMAIL, such as ${only?.email}.`)
  throw new AppError(
    'not_found',
    'There is no superuser yet. `mishap user create --email EMAIL --superuser` makes one; or name who owns what is made: --owner EMAIL.',
  )
}

function print(organizations: readonly OrganizationReport[], flags: ImportFlags, base: string): void {
  const texts = organizations.map((report) => reportText(report, { isDryRun: flags.dryRun === true, base }))
  process.stdout.write(`${texts.join('\n\n')}\n`)
}

function dsnBaseOf({ config: { url, basePath } }: Context): string {
  return `${url.protocol}//KEY@${url.host}${basePath}`
}
