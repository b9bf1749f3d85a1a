import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Manifest } from '../backup/manifest.js'
import { restoreBackup } from '../backup/restore.js'
import { takeBackup } from '../backup/take.js'
import { readSettings } from '../env.js'
import { answer, type StorageFlags, withStorageOptions } from './shared.js'

interface BackupFlags extends StorageFlags {
  readonly jobs: number
}

const PORTABLE = '`mishap restore` brings it into any PostgreSQL from 14 on, embedded or your own.'

/** `mishap backup` and `mishap restore`. */
export function addBackup(program: Command): void {
  withJobs(withStorageOptions(program.command('backup')))
    .description('save database, journal, files and secret key, while servers run')
    .requiredOption('--to <dir>', 'a new directory')
    .option(
      '--portable',
      'copy the database for any PostgreSQL from 14 on; done anyway where there is no pg_dump for it',
    )
    .addOption(new Option('--redis-url <url>', 'Redis in which events wait (env: REDIS_URL)'))
    .addOption(new Option('--buffer <kind>', 'where events wait: journal or redis (env: MISHAP_BUFFER)'))
    .addHelpText(
      'after',
      '\nExamples:\n  mishap backup --data /srv/mishap --to /backups/2026-11-23\n\n' +
        'Out of the embedded database, into a PostgreSQL of your own, with the server stopped:\n' +
        '  mishap backup --data /srv/mishap --to /backups/move --portable\n' +
        '  mishap restore --from /backups/move --data /srv/mishap-2 --database-url postgres://…\n',
    )
    .action(async (flags: BackupFlags & { to: string; portable?: boolean }) => {
      const dir = resolve(flags.to)
      const options = { dir, jobs: flags.jobs, isPortable: flags.portable === true }
      const manifest = await takeBackup(readSettings(process.env, flags), options)
      const waiting = manifest.waitingInRedis ?? 0
      const notes = [
        ...(waiting === 0 ? [] : [`${waiting} requests wait in Redis; they are not in it.`]),
        ...(manifest.database === 'portable' ? [PORTABLE] : []),
      ]
      answer(flags, { dir, ...manifest }, [`Saved ${inWords(manifest)} to ${dir}.`, ...notes].join('\n'))
    })
  withJobs(withStorageOptions(program.command('restore')))
    .description('bring a backup into an empty database and data directory, and compare what is there')
    .requiredOption('--from <dir>', 'what `mishap backup` wrote')
    .option('--with-other-key', 'go on with another secret key: second factors and tokens of integrations are lost')
    .addHelpText('after', '\nExample:\n  mishap restore --from /backups/2026-11-23 --data /srv/mishap\n')
    .action(async (flags: BackupFlags & { from: string; withOtherKey?: boolean }) => {
      const dir = resolve(flags.from)
      const options = { dir, jobs: flags.jobs, withOtherKey: flags.withOtherKey === true }
      const manifest = await restoreBackup(readSettings(process.env, flags), options)
      answer(flags, { restored: true, ...manifest }, `Restored ${inWords(manifest)}, as of ${manifest.startedAt}.`)
    })
}

function withJobs(command: Command): Command {
  return command.addOption(
    new Option('--jobs <number>', 'tables at a time, with pg_dump').default(2).argParser((text) => {
      if (/^[1-9]\d?$/.test(text)) return Number(text)
      throw new InvalidArgumentError('Wanted a whole number from 1 to 99.')
    }),
  )
}

function inWords({ counts, blobFiles }: Manifest): string {
  const { events = 0, issues = 0, projects = 0 } = counts
  return `${events} events of ${issues} issues in ${projects} projects, and ${blobFiles} files`
}
