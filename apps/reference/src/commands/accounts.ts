import { AppError, createApiToken, createUser, SCOPES } from '@mishap/core'
import { type Command, Option } from 'commander'
import { userByEmail } from './find.js'
import { answer, type StorageFlags, withContext, withNewContext, withStorageOptions } from './shared.js'
import { addUserDeeds } from './users.js'

interface UserFlags extends StorageFlags {
  readonly email: string
  readonly password: string
  readonly name?: string
  readonly superuser?: boolean
}

interface TokenFlags extends StorageFlags {
  readonly user: string
  readonly label: string
  readonly scope?: readonly string[]
  readonly allScopes?: boolean
  readonly value?: string
}

/** `mishap user create` and `mishap token create`. */
export function addAccounts(program: Command): void {
  const user = program.command('user').alias('users').description('people who can sign in')
  addUserDeeds(user)
  withStorageOptions(user.command('create'))
    .description('make a user')
    .addOption(new Option('--email <address>', 'address to sign in with').env('MISHAP_EMAIL').makeOptionMandatory())
    .addOption(new Option('--password <text>', 'at least 8 characters').env('MISHAP_PASSWORD').makeOptionMandatory())
    .option('--name <text>', 'as others see it')
    .option('--superuser', 'may do everything in every organization')
    .addHelpText('after', '\nExample:\n  MISHAP_PASSWORD=… mishap user create --email ada@example.com --superuser\n')
    .action(async (flags: UserFlags) => {
      const made = await withNewContext(flags, async (context) => {
        if ((await context.storage.users.getByEmail(flags.email)) !== null)
          throw new AppError('conflict', `There is a user ${flags.email} already. Choose another --email.`)
        return createUser(context, {
          email: flags.email,
          password: flags.password,
          isSuperuser: flags.superuser === true,
          ...(flags.name === undefined ? {} : { name: flags.name }),
        })
      })
      const { id, email, isSuperuser } = made
      answer(flags, { id, email, isSuperuser }, `Made the ${isSuperuser ? 'superuser' : 'user'} ${email}.`)
    })

  const token = program.command('token').description('API tokens')
  withStorageOptions(token.command('create'))
    .description('make an API token and print its value, which is shown only now')
    .addOption(new Option('--user <email>', 'whose token it is').env('MISHAP_EMAIL').makeOptionMandatory())
    .option('--label <text>', 'what it is for', 'command line')
    .option('--scope <scope...>', `one or more of ${SCOPES.join(', ')}`)
    .option('--all-scopes', 'every scope there is')
    .addOption(
      new Option('--value <text>', 'a value of your own choice; again gives the same token').env('MISHAP_TOKEN'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  mishap token create --user ada@example.com --scope org:read --scope event:read\n',
    )
    .action(async (flags: TokenFlags) => {
      const scopes = flags.allScopes === true ? SCOPES : (flags.scope ?? [])
      if (scopes.length === 0) throw new AppError('invalid_input', 'Name at least one --scope, or give --all-scopes.')
      const made = await withContext(flags, async (context) => {
        const { id: userId } = await userByEmail(context, flags.user)
        return createApiToken(context, {
          userId,
          label: flags.label,
          scopes,
          ...(flags.value === undefined ? {} : { value: flags.value }),
        })
      })
      const { id, label } = made.token
      answer(flags, { id, label, scopes: made.token.scopes, user: flags.user, token: made.value }, made.value)
    })
}
