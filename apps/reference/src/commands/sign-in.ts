import { AppError } from '@mishap/core'
import { Argument, type Command } from 'commander'
import { answer, type StorageFlags, withContext, withStorageOptions } from './shared.js'

/** `mishap sign-in passwords on|off`: the way back for whoever has locked everybody out. */
export function addSignIn(program: Command): void {
  const signIn = program.command('sign-in').description('how people sign in')
  withStorageOptions(signIn.command('passwords'))
    .description('whether passwords open anything; with off, people sign in by providers alone')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .addHelpText('after', '\nExample:\n  mishap sign-in passwords on\n')
    .action(async (state: 'on' | 'off', flags: StorageFlags) => {
      const allowsPasswords = state === 'on'
      await withContext(flags, async ({ config, storage, clock }) => {
        if (config.allowPasswords !== null)
          throw new AppError(
            'conflict',
            'MISHAP_ALLOW_PASSWORDS says whether passwords are used. Change it, or unset it.',
          )
        const stored = await storage.signIn.providers()
        const hasProvider = config.signInProviders.length > 0 || stored.some(({ isEnabled }) => isEnabled)
        if (!allowsPasswords && !hasProvider)
          throw new AppError('conflict', 'Nobody could sign in without a password: set up a provider first.')
        const before = await storage.signIn.settings()
        await storage.signIn.saveSettings({ ...before, allowsPasswords })
        await storage.audit.add({
          organizationId: null,
          at: clock.now(),
          userId: null,
          actor: '',
          impersonator: null,
          via: 'cli',
          ip: null,
          action: 'sign_in.updated',
          target: { kind: 'sign_in', id: 'settings', name: 'Sign-in' },
          before: { allowsPasswords: before.allowsPasswords },
          after: { allowsPasswords },
        })
      })
      answer(flags, { allowsPasswords }, allowsPasswords ? 'Passwords are used.' : 'Passwords are not used any more.')
    })
}
