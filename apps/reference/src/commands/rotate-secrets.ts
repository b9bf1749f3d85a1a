import { LOST_ROWS, type LostSecrets, type RotatedSecrets, rotateSecrets } from '@mishap/core'
import type { Command } from 'commander'
import { answer, noteChange, printable, type StorageFlags, withContext, withStorageOptions } from './shared.js'

/** Apart from 1, with which every command fails: this one has done its work. */
const SOME_LOST = 2

const HELP = `
Ends with ${SOME_LOST} where secrets open with no key that is given: they stay as they are, and
open again once SECRET_KEY_FALLBACKS has the key that sealed them.

Example:
  SECRET_KEY=new SECRET_KEY_FALLBACKS=old mishap rotate-secrets
`

/** `mishap rotate-secrets`: after SECRET_KEY was changed, so that the keys of before can go. */
export function addRotateSecrets(program: Command): void {
  withStorageOptions(program.command('rotate-secrets'))
    .description('seal everything with SECRET_KEY that a key of SECRET_KEY_FALLBACKS has sealed')
    .addHelpText('after', HELP)
    .action(async (flags: StorageFlags) => {
      const rotated = await withContext(flags, async (context) => {
        const done = await rotateSecrets(context)
        await noteChange(context, {
          ...{ action: 'secrets.rotated', target: { kind: 'instance', id: 'secrets', name: 'Secrets' } },
          before: null,
          after: { resealed: done.resealed, lost: done.lost },
        })
        return done
      })
      answer(flags, rotated, textOf(rotated))
      if (rotated.lost > 0) process.exitCode = SOME_LOST
    })
}

function textOf({ resealed, lost, lostIn }: RotatedSecrets): string {
  const done = `${resealed} ${resealed === 1 ? 'secret was' : 'secrets were'} sealed anew.`
  if (lost === 0) return `${done} The keys of before can go.`
  return [
    `${done} ${lost} ${lost === 1 ? 'opens' : 'open'} with no key that is given:`,
    ...lostIn.map(lineOf),
    'Keep the keys of before. Put the one that sealed these into SECRET_KEY_FALLBACKS and run this again; where it is gone, have them given again.',
  ].join('\n')
}

/** What each place is called, and whose a row is and belongs to. */
const WORDS: Readonly<Record<LostSecrets['place'], { what: string; row: string; owner: string | null }>> = {
  totp: { what: 'secrets of authenticator apps', row: 'user', owner: null },
  recovery_codes: { what: 'recovery codes', row: 'user', owner: null },
  sign_in_provider: { what: 'secrets of sign-in providers', row: 'provider', owner: null },
  monitor_request: { what: 'credentials of monitors', row: 'monitor', owner: 'organization' },
  integration_token: { what: 'tokens of integrations', row: 'integration', owner: 'organization' },
  integration_webhook: { what: 'webhook secrets of integrations', row: 'integration', owner: 'organization' },
  alert_recipient: { what: 'addresses and keys that alerts go to', row: 'recipient', owner: 'project' },
}

function lineOf({ place, count, rows }: LostSecrets): string {
  const { what, row, owner } = WORDS[place]
  const named = rows.map(
    ({ id, ownerId }) => `${row} ${printable(id)}${owner === null ? '' : ` of ${owner} ${ownerId}`}`,
  )
  return `  ${what}: ${count} (${named.join(', ')}${rows.length === LOST_ROWS ? ', …' : ''})`
}
