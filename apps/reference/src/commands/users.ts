import {
  AppError,
  type AuditAction,
  type AuditEntry,
  type Context,
  factorsOf,
  makePasswordLink,
  type User,
} from '@mishap/core'
import { type Command, Option } from 'commander'
import { userByEmail } from './find.js'
import { answer, noteChange, printable, type StorageFlags, withContext, withStorageOptions } from './shared.js'

interface ListFlags extends StorageFlags {
  readonly search?: string
}

interface UserFlags extends StorageFlags {
  readonly email: string
}

interface Deed {
  readonly name: string
  readonly description: string
  readonly action: AuditAction
  readonly run: (context: Context, user: User) => Promise<Pick<AuditEntry, 'before' | 'after'>>
  readonly done: (email: string) => string
}

/** What is done to one account; each is noted in the audit log. */
const DEEDS: readonly Deed[] = [
  {
    name: 'disable',
    description: 'lock an account: its browsers and tokens are shut out',
    action: 'user.updated',
    run: async ({ storage }, user) => {
      const change = await updated({ storage }, user, { isActive: false })
      await storage.sessions.deleteForUser(user.id)
      return change
    },
    done: (email) => `Locked ${email}.`,
  },
  {
    name: 'enable',
    description: 'let an account sign in again',
    action: 'user.updated',
    run: (context, user) => updated(context, user, { isActive: true }),
    done: (email) => `${email} can sign in again.`,
  },
  {
    name: 'promote',
    description: 'make a superuser of somebody',
    action: 'user.updated',
    run: (context, user) => updated(context, user, { isSuperuser: true }),
    done: (email) => `${email} is a superuser.`,
  },
  {
    name: 'demote',
    description: 'take the rights of a superuser',
    action: 'user.updated',
    run: (context, user) => updated(context, user, { isSuperuser: false }),
    done: (email) => `${email} is no superuser any more.`,
  },
  {
    name: 'reset-2fa',
    description: 'remove authenticator app, passkeys and recovery codes',
    action: 'user.second_factors_removed',
    run: async ({ storage }, user) => {
      const secondFactors = factorsOf(await storage.secondFactors.get(user.id))
      await storage.secondFactors.removeAll(user.id)
      return { before: { secondFactors }, after: null }
    },
    done: (email) => `The password alone lets ${email} in now.`,
  },
  {
    name: 'sign-out',
    description: 'sign somebody out in every browser',
    action: 'user.sessions_ended',
    run: async ({ storage }, user) => {
      await storage.sessions.deleteForUser(user.id)
      return { before: null, after: null }
    },
    done: (email) => `${email} has to sign in again everywhere.`,
  },
]

/** `mishap user list` and what is done to accounts. `user` is the command that `user create` belongs to. */
export function addUserDeeds(user: Command): void {
  withStorageOptions(user.command('list'))
    .description('list accounts, the oldest first')
    .option('--search <text>', 'only those whose address or name holds it')
    .addHelpText('after', '\nExample:\n  mishap user list --search example.com\n')
    .action(async (flags: ListFlags) => {
      const users = await withContext(flags, (context) => everybody(context, flags.search ?? ''))
      const lines = users.map(
        ({ email, name, isSuperuser, isActive }) =>
          `${printable(email)}${name === '' ? '' : ` (${printable(name)})`}` +
          `${isSuperuser ? ', superuser' : ''}${isActive ? '' : ', locked'}`,
      )
      const list = users.map(({ id, email, name, isSuperuser, isActive, createdAt, lastLoginAt }) => ({
        ...{ id, email, name, isSuperuser, isActive, createdAt, lastLoginAt },
      }))
      answer(flags, { users: list }, lines.join('\n') || 'Nobody.')
    })
  for (const { name, description, action, run, done } of DEEDS)
    ofOne(user, name)
      .description(description)
      .action(async (flags: UserFlags) => {
        const { id, email } = await withContext(flags, async (context) => {
          const one = await userByEmail(context, flags.email)
          await noteChange(context, { action, target: aboutUser(one), ...(await run(context, one)) })
          return one
        })
        answer(flags, { id, email }, done(email))
      })
  ofOne(user, 'reset-password')
    .description('print a link by which somebody sets a new password, once and within an hour')
    .action(async (flags: UserFlags) => {
      const made = await withContext(flags, async (context) => {
        const one = await userByEmail(context, flags.email)
        const link = await makePasswordLink(context, one)
        const after = { isSent: false }
        await noteChange(context, { action: 'user.password_link_made', target: aboutUser(one), before: null, after })
        return { id: one.id, email: one.email, link }
      })
      answer(flags, made, made.link)
    })
  ofOne(user, 'delete')
    .description('delete an account; what its user wrote stays')
    .requiredOption('--confirm <address>', 'the address once more')
    .action(async (flags: UserFlags & { readonly confirm: string }) => {
      if (flags.confirm !== flags.email)
        throw new AppError('invalid_input', '--confirm wants the very address that --email names.')
      const { id, email } = await withContext(flags, async (context) => {
        const one = await userByEmail(context, flags.email)
        await context.storage.users.delete(one.id)
        await noteChange(context, { action: 'user.deleted', target: aboutUser(one), before: null, after: null })
        return one
      })
      answer(flags, { id, email }, `Deleted ${email}.`)
    })
}

function ofOne(user: Command, name: string): Command {
  const more = name === 'delete' ? ' --confirm ada@example.com' : ''
  return withStorageOptions(user.command(name))
    .addOption(new Option('--email <address>', 'whose account').env('MISHAP_EMAIL').makeOptionMandatory())
    .addHelpText('after', `\nExample:\n  mishap user ${name} --email ada@example.com${more}\n`)
}

async function everybody({ storage }: Context, query: string): Promise<readonly User[]> {
  const users: User[] = []
  for (let cursor: string | null = null; ; ) {
    const page = await storage.users.list({ limit: 100, cursor }, { query })
    users.push(...page.items)
    if (page.next === null) return users
    cursor = page.next
  }
}

async function updated(
  { storage }: Pick<Context, 'storage'>,
  user: User,
  change: Partial<Pick<User, 'isActive' | 'isSuperuser'>>,
): Promise<Pick<AuditEntry, 'before' | 'after'>> {
  await storage.users.update(user.id, change)
  const { isActive, isSuperuser } = user
  const before = change.isActive === undefined ? { isSuperuser } : { isActive }
  return { before, after: { ...change } }
}

function aboutUser({ id, email }: User) {
  return { kind: 'user', id, name: email }
}
