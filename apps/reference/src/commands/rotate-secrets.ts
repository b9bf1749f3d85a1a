import { rotateSecrets } from '@mishap/core'
import type { Command } from 'commander'
import { answer, noteChange, type StorageFlags, withContext, withStorageOptions } from './shared.js'

/** `mishap rotate-secrets`: after SECRET_KEY was changed, so that the keys of before can go. */
export function addRotateSecrets(program: Command): void {
  withStorageOptions(program.command('rotate-secrets'))
    .description('seal everything with SECRET_KEY that a key of SECRET_KEY_FALLBACKS has sealed')
    .addHelpText('after', '\nExample:\n  SECRET_KEY=new SECRET_KEY_FALLBACKS=old mishap rotate-secrets\n')
    .action(async (flags: StorageFlags) => {
      const rotated = await withContext(flags, async (context) => {
        const done = await rotateSecrets(context)
        await noteChange(context, {
          ...{ action: 'secrets.rotated', target: { kind: 'instance', id: 'secrets', name: 'Secrets' } },
          before: null,
          after: { ...done },
        })
        return done
      })
      const { resealed, lost } = rotated
      const left =
        lost === 0 ? 'The keys of before can go.' : `${lost} open with no key that is given: give them again.`
      answer(
        flags,
        { ...rotated },
        `${resealed} ${resealed === 1 ? 'secret was' : 'secrets were'} sealed anew. ${left}`,
      )
    })
}
