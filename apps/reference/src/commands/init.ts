import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { readSettings } from '../env.js'
import { ensureDatabase } from '../init/database.js'
import { ensureFirstProject, type Made } from '../init/first-project.js'
import { ensureSettingsFile } from '../init/settings-file.js'
import { answer, type StorageFlags, withNewContext, withStorageOptions } from './shared.js'

interface InitFlags extends StorageFlags {
  readonly settings?: string
  readonly url?: string
  readonly email: string
  readonly password?: string
  readonly org: string
  readonly project: string
  readonly platform?: string
}

/** `mishap init`: a new instance without a browser. Run again, it changes nothing that is there. */
export function addInit(program: Command): void {
  withStorageOptions(program.command('init'))
    .description('set up a new instance: settings, database, first superuser, organization and project')
    .option('--settings <file>', 'make a file of settings with a new SECRET_KEY, or use the one that is there')
    .option('--url <url>', 'where people and SDKs will reach it (env: MISHAP_URL)')
    .addOption(new Option('--redis-url <url>', 'Redis for several processes (env: REDIS_URL)'))
    .addOption(new Option('--email <address>', 'of the first superuser').env('MISHAP_EMAIL').makeOptionMandatory())
    .addOption(
      new Option('--password <text>', 'theirs; one is made and printed where not given').env('MISHAP_PASSWORD'),
    )
    .option('--org <name>', 'the first organization', 'Main')
    .option('--project <name>', 'the first project', 'web')
    .option('--platform <platform>', 'such as node, javascript-react or python')
    .addHelpText(
      'after',
      '\nExample:\n  mishap init --settings mishap.env --url https://errors.example.com --email ada@example.com\n',
    )
    .action(async (flags: InitFlags) => {
      const wasMade = flags.settings !== undefined && ensureSettingsFile(resolve(flags.settings), flags)
      // Variables that are set already win over the file, as everywhere.
      if (flags.settings !== undefined && existsSync(flags.settings)) process.loadEnvFile(resolve(flags.settings))
      if (flags.url !== undefined) process.env.MISHAP_URL = flags.url
      const { databaseUrl } = readSettings(process.env, flags)
      const isNewDatabase = databaseUrl !== null && (await ensureDatabase(databaseUrl))
      const made = await withNewContext(flags, (context) =>
        ensureFirstProject(context, { ...flags, organization: flags.org }),
      )
      const about = { settings: flags.settings ?? null, settingsMade: wasMade, databaseMade: isNewDatabase, ...made }
      answer(flags, about, lines(flags, wasMade, isNewDatabase, made).join('\n'))
    })
}

function lines({ settings }: InitFlags, wasMade: boolean, isNewDatabase: boolean, made: Made): string[] {
  return [
    ...(settings === undefined ? [] : [`${wasMade ? 'Made' : 'Kept'} the settings in ${settings}.`]),
    ...(isNewDatabase ? ['Made the database.'] : []),
    'The tables are up to date.',
    ...(made.made.length === 0 ? ['Everything was there already.'] : [`Made: ${made.made.join(', ')}.`]),
    `Superuser: ${made.email}${made.password === null ? '' : `, password ${made.password} (shown only now)`}`,
    `DSN of ${made.organization}/${made.project}: ${made.dsn ?? 'none'}`,
  ]
}
