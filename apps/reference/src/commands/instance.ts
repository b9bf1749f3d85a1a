import { existsSync } from 'node:fs'
import {
  AppError,
  type Context,
  instanceHoldings,
  instanceIngest,
  isValidSetting,
  type SettingName,
} from '@mishap/core'
import type { Command } from 'commander'
import { journalDir } from '../buffer.js'
import { holderOf } from '../data-lock.js'
import { readSettings } from '../env.js'
import { size } from '../size.js'
import { withBuffer, withBufferOptions } from './buffer.js'
import { answer, noteChange, printable, type StorageFlags, withContext, withStorageOptions } from './shared.js'

/** `mishap settings`, `mishap queues` and `mishap storage`. */
export function addInstance(program: Command): void {
  const settings = program.command('settings').description('what is set at run time')
  withStorageOptions(settings.command('list'))
    .description('list settings, and which of them the configuration decides')
    .addHelpText('after', '\nExample:\n  mishap settings list --json\n')
    .action(async (flags: StorageFlags) => {
      const found = await withContext(flags, async ({ settings: source }) => ({
        values: await source.current(),
        pinned: [...source.pinned],
      }))
      const lines = Object.entries(found.values).map(([name, value]) => {
        const note = found.pinned.includes(name as SettingName) ? ' (by the configuration)' : ''
        return `${name} = ${printable(JSON.stringify(value))}${note}`
      })
      answer(flags, found, lines.join('\n'))
    })
  withStorageOptions(settings.command('set'))
    .description('set one; a running server knows within seconds')
    .argument('<name>', 'as `settings list` names it')
    .argument('[value]', 'JSON, or a text; without one it is as by default')
    .addHelpText('after', '\nExample:\n  mishap settings set openRegistration true\n')
    .action(async (name: string, value: string | undefined, flags: StorageFlags) => {
      const values = await withContext(flags, (context) => change(context, name, value))
      answer(flags, { values }, `${name} = ${printable(JSON.stringify(values[name as SettingName]))}`)
    })
  withBufferOptions(withStorageOptions(program.command('queues')))
    .description('what waits to be stored, and what was not, in the last 24 hours')
    .addHelpText('after', '\nExample:\n  mishap queues --buffer redis\n')
    .action(async (flags: StorageFlags) => {
      const { drops, drainedPerMinute, hours } = await withContext(flags, instanceIngest)
      const buffer = await bufferOf(flags)
      const taken = hours.reduce((sum, { accepted }) => sum + accepted, 0)
      const lines = [
        buffer === null
          ? 'Waiting: see /admin/ingest, for the journal is in the hands of the server; where events wait in Redis, say --buffer redis'
          : `Waiting: ${buffer.records} requests, ${size(buffer.bytes)}${buffer.oldestAt === null ? '' : `, since ${buffer.oldestAt}`}`,
        `Stored: ${drainedPerMinute ?? 0} requests a minute`,
        `Taken: ${taken} items`,
        ...drops.map(({ category, outcome, reason, quantity }) =>
          printable(`Not stored: ${quantity} of ${category}, ${outcome} (${reason})`),
        ),
      ]
      answer(flags, { buffer, drainedPerMinute, hours, drops }, lines.join('\n'))
    })
  withStorageOptions(program.command('storage'))
    .description('what is held, by part and organization, and what it will come to')
    .addHelpText('after', '\nExample:\n  mishap storage --json\n')
    .action(async (flags: StorageFlags) => {
      const held = await withContext(flags, instanceHoldings)
      const { forecast } = held
      const lines = [
        `In all: ${size(held.bytes)}`,
        ...held.parts.slice(0, 10).map(({ name, bytes, rows }) => `${name}: ${size(bytes)}, about ${rows} rows`),
        ...held.organizations.map(({ slug, events, bytes }) => `${slug}: ${events} events, ${size(bytes)} of payloads`),
        ...(forecast === null
          ? []
          : [`After ${forecast.retentionDays} days of such days events hold ${size(forecast.bytes)}`]),
      ]
      answer(flags, held, lines.join('\n'))
    })
}

async function change(context: Context, name: string, text: string | undefined) {
  const { settings } = context
  const before = await settings.current()
  if (!Object.hasOwn(before, name))
    throw new AppError('invalid_input', `There is no setting ${name}. \`mishap settings list\` names them.`)
  // It is one of them.
  const known = name as SettingName
  if (settings.pinned.has(known))
    throw new AppError('conflict', `${name} is decided by the configuration of the server; change it there.`)
  const value = text === undefined ? null : readValue(text)
  if (value !== null && !isValidSetting(known, value))
    throw new AppError('invalid_input', `${name}: wanted such as ${JSON.stringify(before[known])}, found ${text}`)
  const after = await settings.update({ [name]: value })
  await noteChange(context, {
    ...{ action: 'instance.settings_changed', target: { kind: 'instance', id: '', name: 'the instance' } },
    ...{ before: { [name]: before[known] }, after: { [name]: after[known] } },
  })
  return after
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is a text without its quotes.
    return text
  }
}

/** Null where the journal is in the hands of a server that runs, or not here. */
async function bufferOf(flags: StorageFlags) {
  const settings = readSettings(process.env, flags)
  const isElsewhere = async () => !existsSync(journalDir(settings)) || (await holderOf(settings.dataDir)) !== null
  if (settings.bufferKind !== 'redis' && (await isElsewhere())) return null
  return withBuffer(flags, async (buffer) => ({
    ...(await buffer.waiting()),
    oldestAt: (await buffer.oldest())?.toISOString() ?? null,
  }))
}
