import { readFileSync } from 'node:fs'
import { AppError } from '@mishap/core'
import { type Command, Option } from 'commander'
import { bringKuma, type KumaReport } from '../import/bring-kuma.js'
import { organizationBySlug } from './find.js'
import { answer, printable, type StorageFlags, withContext, withStorageOptions } from './shared.js'

interface KumaFlags extends StorageFlags {
  readonly org: string
  readonly dryRun?: boolean
}

/** `mishap import uptime-kuma`. */
export function addKuma(command: Command): void {
  withStorageOptions(command.command('uptime-kuma'))
    .argument('<file>', 'a backup of Uptime Kuma (Settings, Backup, Export)')
    .description('bring the monitors of Uptime Kuma, with their groups and tags')
    .addOption(new Option('--org <slug>', 'whose monitors they become').env('MISHAP_ORG').makeOptionMandatory())
    .option('--dry-run', 'change nothing, and say what would come')
    .addHelpText('after', '\nExample:\n  mishap import uptime-kuma Uptime_Kuma_Backup.json --org acme --dry-run\n')
    .action(async (file: string, flags: KumaFlags) => {
      const isDryRun = flags.dryRun === true
      const text = read(file)
      const report = await withContext(flags, async (context) =>
        bringKuma(context, await organizationBySlug(context, flags.org), { text, isDryRun }),
      )
      answer(flags, report, textOf(report, isDryRun))
    })
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new AppError('not_found', `The file ${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

function textOf({ made, present, skipped, notes, notCarried }: KumaReport, isDryRun: boolean): string {
  const [verb, rest] = isDryRun ? ['would come', 'would not'] : ['came', 'did not']
  return [
    `${made.length} monitors ${verb}, ${present} were here already, ${skipped.length} ${rest}.`,
    ...skipped.map(({ name, why }) => `  not brought: ${printable(name)}: ${printable(why)}`),
    ...notes.map(({ name, note }) => `  ${printable(name)}: ${note}`),
    ...(notCarried.length === 0 ? [] : [`Never brought: ${notCarried.join(', ')}`]),
  ].join('\n')
}
