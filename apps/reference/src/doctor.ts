import { errorCode } from '@mishap/core'
import { checkDatabase } from './doctor/database.js'
import { checkDisk } from './doctor/disk.js'
import { type Check, type Finding, failed, ok } from './doctor/finding.js'
import { checkMail } from './doctor/mail.js'
import { checkRedis } from './doctor/redis.js'
import { checkUrl, checkWebApp } from './doctor/web.js'
import { type Flags, readSettings, type Settings } from './env.js'

const CHECKS: readonly { readonly name: string; readonly run: Check }[] = [
  { name: 'data directory', run: checkDisk },
  { name: 'database', run: checkDatabase },
  { name: 'redis', run: checkRedis },
  { name: 'mail', run: checkMail },
  { name: 'web app', run: checkWebApp },
  { name: 'address', run: checkUrl },
]

/** Looks at the configuration and everything that it names. A check that throws becomes a finding; nothing is changed. */
export async function examine(env: NodeJS.ProcessEnv, flags: Flags): Promise<readonly Finding[]> {
  let settings: Settings
  try {
    settings = readSettings(env, flags)
  } catch (error) {
    return messageOf(error)
      .split('\n')
      .map((line) => failed('configuration', line, 'Mend the variable or option that the line names.'))
  }
  const findings: Finding[] = [ok('configuration', 'every value can be used')]
  for (const { name, run } of CHECKS) {
    try {
      findings.push(...(await run(settings)))
    } catch (error) {
      // The refusals of our own ports end with the way to mend them.
      findings.push(failed(name, messageOf(error), errorCode(error) === null ? 'Mend what the message names.' : null))
    }
  }
  return findings
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
