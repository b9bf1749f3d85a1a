import { AppError, type Context, type Organization } from '@mishap/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { organizationBySlug } from './find.js'
import { answer, noteChange, printable, type StorageFlags, withContext, withStorageOptions } from './shared.js'

interface ThrottleFlags extends StorageFlags {
  readonly org: string
  readonly percent?: number
  readonly rate?: NonNullable<Organization['rateLimit']>
  readonly unlimited?: boolean
  readonly refuse?: boolean
  readonly accept?: boolean
}

/** `mishap org list`, `org throttle` and `org delete`. `org` is the command that `org create` belongs to. */
export function addOrganizationDeeds(org: Command): void {
  withStorageOptions(org.command('list'))
    .description('list organizations with what they hold')
    .option('--search <text>', 'only those whose name or slug holds it')
    .addHelpText('after', '\nExample:\n  mishap org list --json\n')
    .action(async (flags: StorageFlags & { readonly search?: string }) => {
      const organizations = await withContext(flags, (context) => everything(context, flags.search ?? ''))
      const lines = organizations.map(
        ({ slug, name, projects, members, events, isAcceptingEvents }) =>
          `${slug} (${printable(name)}): ${projects} projects, ${members} members, ${events} events` +
          `${isAcceptingEvents ? '' : ', takes no events'}`,
      )
      answer(flags, { organizations }, lines.join('\n') || 'None.')
    })
  ofOne(org, 'throttle', '--percent 50')
    .description('limit what an organization may send; what is not named stays')
    .option('--percent <number>', 'share of its requests to refuse, 0 to 100', percent)
    .option('--rate <count/seconds>', 'so many requests of all its projects in so many seconds, such as 1000/60', rate)
    .option('--unlimited', 'no such rate any more')
    .option('--refuse', 'take no events at all')
    .option('--accept', 'take events again')
    .action(async (flags: ThrottleFlags) => {
      const change = changeOf(flags)
      const after = await withContext(flags, async (context) => {
        const before = await organizationBySlug(context, flags.org)
        const changed = (await context.storage.organizations.update(before.id, change)) ?? before
        await noteChange(context, {
          ...{ action: 'organization.throttled', organizationId: before.id, target: about(before) },
          ...{ before: limitsOf(before), after: limitsOf(changed) },
        })
        return changed
      })
      const { slug } = after
      answer(flags, { slug, ...limitsOf(after) }, `Changed the limits of ${slug}: ${JSON.stringify(limitsOf(after))}`)
    })
  ofOne(org, 'delete', '--confirm acme')
    .description('delete an organization with everything in it; its users stay')
    .requiredOption('--confirm <slug>', 'the slug once more')
    .action(async (flags: StorageFlags & { readonly org: string; readonly confirm: string }) => {
      if (flags.confirm !== flags.org)
        throw new AppError('invalid_input', '--confirm wants the very slug that --org names.')
      const { id, slug } = await withContext(flags, async (context) => {
        const one = await organizationBySlug(context, flags.org)
        await context.storage.organizations.delete(one.id)
        await noteChange(context, {
          ...{ action: 'organization.deleted', organizationId: one.id, target: about(one), before: null, after: null },
        })
        return one
      })
      answer(flags, { id, slug }, `Deleted ${slug}. A running server removes what was in it step by step.`)
    })
}

function ofOne(org: Command, name: string, example: string): Command {
  return withStorageOptions(org.command(name))
    .addOption(new Option('--org <slug>', 'which one').env('MISHAP_ORG').makeOptionMandatory())
    .addHelpText('after', `\nExample:\n  mishap org ${name} --org acme ${example}\n`)
}

function changeOf({ percent: share, rate: limit, unlimited, refuse, accept }: ThrottleFlags) {
  const change = {
    ...(share === undefined ? {} : { eventThrottleRate: share }),
    ...(limit === undefined ? {} : { rateLimit: limit }),
    ...(unlimited === true ? { rateLimit: null } : {}),
    ...(refuse === true ? { isAcceptingEvents: false } : {}),
    ...(accept === true ? { isAcceptingEvents: true } : {}),
  }
  if (Object.keys(change).length === 0)
    throw new AppError('invalid_input', 'Name at least one of --percent, --rate, --unlimited, --refuse and --accept.')
  return change
}

function limitsOf({ isAcceptingEvents, eventThrottleRate, rateLimit }: Organization) {
  return { isAcceptingEvents, eventThrottleRate, rateLimit }
}

async function everything({ storage }: Context, query: string) {
  const all = []
  for (let cursor: string | null = null; ; ) {
    const page = await storage.organizations.list({ limit: 100, cursor }, { query })
    const holdings = new Map(
      (await storage.instance.holdings(page.items.map(({ id }) => id))).map((one) => [one.organizationId, one]),
    )
    for (const organization of page.items) {
      const { projects = 0, members = 0, events = 0, bytes = 0 } = holdings.get(organization.id) ?? {}
      const { id, slug, name } = organization
      all.push({ id, slug, name, projects, members, events, bytes, ...limitsOf(organization) })
    }
    if (page.next === null) return all
    cursor = page.next
  }
}

function about({ id, slug }: Organization) {
  return { kind: 'organization', id, name: slug }
}

function percent(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text)
  throw new InvalidArgumentError('Wanted a whole number from 0 to 100.')
}

function rate(text: string): NonNullable<Organization['rateLimit']> {
  const parts = /^([1-9]\d{0,8})\/([1-9]\d{0,5})$/.exec(text)
  if (parts === null) throw new InvalidArgumentError('Wanted a count and seconds, such as 1000/60.')
  return { count: Number(parts[1]), windowSeconds: Number(parts[2]) }
}
