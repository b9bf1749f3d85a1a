import {
  AppError,
  type Context,
  look,
  type Monitor,
  type MonitorSetup,
  nodeProber,
  type Organization,
  readMonitorSetup,
} from '@mishap/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { organizationBySlug } from './find.js'
import { answer, noteChange, printable, type StorageFlags, withContext, withStorageOptions } from './shared.js'

interface OrganizationFlags extends StorageFlags {
  readonly org: string
}

interface WatchFlags extends OrganizationFlags {
  readonly name?: string
  readonly type: string
  readonly url?: string
  readonly interval?: number
  readonly timeout?: number
  readonly expectStatus?: number
  readonly expectBody?: string
  readonly confirm?: number
  readonly group?: string
  readonly tag?: readonly string[]
}

/** `mishap monitor list`, `add`, `test`, `pause`, `resume` and `rm`. */
export function addMonitors(program: Command): void {
  const monitor = program.command('monitor').alias('monitors').description('what is watched')
  ofOrganization(monitor.command('list'))
    .description('list monitors, by name')
    .addHelpText('after', example('list'))
    .action(list)
  withWatch(ofOrganization(monitor.command('add')))
    .requiredOption('--name <text>', 'its name')
    .description('watch something')
    .addHelpText('after', '\nExample:\n  mishap monitor add --org acme --name Shop --url https://shop.example/health\n')
    .action(add)
  withWatch(ofOrganization(monitor.command('test')))
    .argument('[id]', 'a monitor; without it, what --url names')
    .description('look at something once and keep nothing; ends with 1 where it is down')
    .addHelpText('after', '\nExample:\n  mishap monitor test --org acme --url https://shop.example/health\n')
    .action(test)
  for (const [name, description, isPaused] of [
    ['pause', 'stop looking at monitors', true],
    ['resume', 'look at monitors again, at once', false],
  ] as const)
    ofOrganization(monitor.command(name))
      .argument('<id...>', 'monitors')
      .description(description)
      .addHelpText('after', example(name, '7'))
      .action((ids: readonly string[], flags: OrganizationFlags) => pause(ids, flags, isPaused))
  ofOrganization(monitor.command('rm'))
    .argument('<id...>', 'monitors')
    .description('delete monitors with their checks and their history')
    .addHelpText('after', example('rm', '7'))
    .action(remove)
}

function example(name: string, id = ''): string {
  return `\nExample:\n  mishap monitor ${name} --org acme ${id}`.trimEnd().concat('\n')
}

function ofOrganization(command: Command): Command {
  return withStorageOptions(command).addOption(
    new Option('--org <slug>', 'whose monitors they are').env('MISHAP_ORG').makeOptionMandatory(),
  )
}

function withWatch(command: Command): Command {
  return command
    .option('--url <address>', 'what is looked at: an address, host:port, or a host')
    .option('--type <type>', 'GET, POST, HTTP, Ping, TCP Port, SSL, Heartbeat, …', 'GET')
    .option('--interval <seconds>', 'between checks', wholeNumber)
    .option('--timeout <seconds>', 'how long an answer is waited for', wholeNumber)
    .option('--expect-status <number>', 'of GET and POST; 200 unless given', wholeNumber)
    .option('--expect-body <text>', 'what the answer must hold')
    .option('--confirm <number>', 'failed checks in a row until it is down', wholeNumber)
    .option('--group <name>', 'with / between levels: Shop/Payments')
    .option('--tag <text...>', 'tags')
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Wanted a whole number.')
}

async function list(flags: OrganizationFlags): Promise<void> {
  const monitors = await withOrganization(flags, async ({ storage }, { id }) => {
    const all: Monitor[] = []
    for (let cursor: string | null = null; ; ) {
      const page = await storage.monitors.list(id, { limit: 100, cursor })
      all.push(...page.items)
      cursor = page.next
      if (cursor === null) return all
    }
  })
  const lines = monitors.map((one) => {
    const { name, type, url } = printed(one)
    return `${one.id.padStart(6)}  ${statusOf(one).padEnd(8)}  ${type.padEnd(9)}  ${name}  ${url}`
  })
  answer(flags, { monitors: monitors.map(printed) }, lines.join('\n') || 'There are no monitors yet.')
}

async function add(flags: WatchFlags): Promise<void> {
  const made = await withOrganization(flags, async (context, { id }) => {
    const setup = readMonitorSetup(context, id, inputOf(flags))
    const monitor = await context.storage.monitors.create(id, setup, context.clock.now())
    await note(context, 'created', monitor)
    return monitor
  })
  answer(flags, printed(made), `Made the monitor ${made.id}: ${printed(made).name}`)
}

async function test(given: string | undefined, flags: WatchFlags): Promise<void> {
  const verdict = await withOrganization(flags, async (context, { id }) => {
    const setup: MonitorSetup =
      given === undefined ? readMonitorSetup(context, id, inputOf(flags)) : await monitorOf(context, id, given)
    const found = await look(context, { organizationId: id, setup }, new AbortController().signal)
    if (found !== null && found !== 'given_up') return found
    throw new AppError('invalid_input', 'This is not looked at: it reports by itself.')
  })
  const { reason, detail, responseMs } = verdict
  const time = responseMs === null ? '' : ` in ${Math.round(responseMs)} ms`
  const text = reason === null ? `Up${time}` : `Down: ${reason}${detail === '' ? '' : `, ${printable(detail)}`}`
  if (reason !== null) process.exitCode = 1
  answer(flags, { isUp: reason === null, reason, detail, responseTime: responseMs }, text)
}

async function pause(ids: readonly string[], flags: OrganizationFlags, isPaused: boolean): Promise<void> {
  const changed = await withOrganization(flags, async (context, { id: organizationId }) => {
    const all = await monitorsOf(context, organizationId, ids)
    const action = isPaused ? 'pause' : 'resume'
    const { storage, clock } = context
    await storage.monitors.changeMany(organizationId, ids, { action }, clock.now())
    for (const one of all) await note(context, 'updated', one, { isPaused })
    return all
  })
  const what = isPaused ? 'Paused' : 'Resumed'
  answer(flags, { ids: changed.map(({ id }) => Number(id)), isPaused }, `${what} ${namesOf(changed)}`)
}

async function remove(ids: readonly string[], flags: OrganizationFlags): Promise<void> {
  const gone = await withOrganization(flags, async (context, { id: organizationId }) => {
    const all = await monitorsOf(context, organizationId, ids)
    for (const one of all) {
      await context.storage.monitors.delete(organizationId, one.id)
      await note(context, 'deleted', one)
    }
    return all
  })
  answer(flags, { ids: gone.map(({ id }) => Number(id)) }, `Deleted ${namesOf(gone)}`)
}

function withOrganization<T>(
  flags: OrganizationFlags,
  work: (context: Context, organization: Organization) => Promise<T>,
): Promise<T> {
  return withContext(
    flags,
    async (context) => work(context, await organizationBySlug(context, flags.org)),
    ({ allowPrivateAddresses }) => ({ prober: nodeProber({ allowPrivate: allowPrivateAddresses }) }),
  )
}

function inputOf({ name = 'test', type, url = '', ...rest }: WatchFlags): object {
  const status = type === 'GET' || type === 'POST' ? 200 : null
  return {
    ...{ name, monitorType: type, url, interval: rest.interval, timeout: rest.timeout ?? null },
    ...{ expectedStatus: rest.expectStatus ?? status, expectedBody: rest.expectBody ?? '' },
    ...{ confirmationThreshold: rest.confirm, group: rest.group, tags: rest.tag },
  }
}

/** All of them, before any is touched. */
function monitorsOf(context: Context, organizationId: string, ids: readonly string[]): Promise<readonly Monitor[]> {
  return Promise.all(ids.map((id) => monitorOf(context, organizationId, id)))
}

async function monitorOf({ storage }: Context, organizationId: string, id: string): Promise<Monitor> {
  const monitor = await storage.monitors.get(organizationId, id)
  if (monitor !== null) return monitor
  throw new AppError(
    'not_found',
    `There is no monitor ${id}. \`mishap monitor list --org SLUG\` tells which there are.`,
  )
}

function note(
  context: Context,
  what: 'created' | 'updated' | 'deleted',
  monitor: Monitor,
  after: Readonly<Record<string, unknown>> | null = null,
): Promise<void> {
  const { id, organizationId, name, type, url } = monitor
  const target = { kind: 'monitor', id, name } as const
  const told = what === 'created' ? { name, type, url } : after
  return noteChange(context, { organizationId, action: `monitor.${what}`, target, before: null, after: told })
}

function printed(monitor: Monitor) {
  const { id, name, type, url, isPaused, group, tags, intervalSeconds } = monitor
  return {
    ...{ id: Number(id), name: printable(name), type, url: printable(url), status: statusOf(monitor), isPaused },
    ...{ group: printable(group), tags: tags.map(printable), interval: intervalSeconds },
  }
}

function statusOf({ isPaused, health }: Monitor): string {
  return isPaused ? 'paused' : health.status
}

function namesOf(monitors: readonly Monitor[]): string {
  return monitors.map(({ name }) => printable(name)).join(', ')
}
