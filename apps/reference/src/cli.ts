#!/usr/bin/env node
import { errorCode } from '@mishap/core'
import { Command } from 'commander'
import { addAccounts } from './commands/accounts.js'
import { addBackup } from './commands/backup.js'
import { addBench } from './commands/bench.js'
import { addBuffer } from './commands/buffer.js'
import { addDoctor } from './commands/doctor.js'
import { addImport } from './commands/import.js'
import { addInit } from './commands/init.js'
import { addInstance } from './commands/instance.js'
import { addMigrate } from './commands/migrate.js'
import { addMonitors } from './commands/monitors.js'
import { addProjects } from './commands/projects.js'
import { addRotateSecrets } from './commands/rotate-secrets.js'
import { addSendTest } from './commands/send-test.js'
import { addServe } from './commands/serve.js'
import { addSignIn } from './commands/sign-in.js'
import { version } from './version.js'

/** What the system says of a directory that this user may not have, or that is none. */
const DENIED = new Set(['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR'])

const program = new Command('mishap')
  .description('Error tracking and uptime monitoring that every Sentry SDK can talk to.')
  .version(version)
  .showHelpAfterError('(--help tells more)')
  .addHelpText('after', '\nExample:\n  mishap serve\n')

for (const add of [
  addServe,
  addInit,
  addMigrate,
  addAccounts,
  addSignIn,
  addRotateSecrets,
  addProjects,
  addMonitors,
  addSendTest,
  addBench,
  addImport,
  addBuffer,
  addBackup,
  addInstance,
  addDoctor,
])
  add(program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${textOf(error as NodeJS.ErrnoException)}\n`)
  process.exitCode = 1
}

/** Our own errors say how to mend them; of any other the stack is what a report needs. */
function textOf(error: NodeJS.ErrnoException): string {
  if (errorCode(error) !== null) return error.message
  if (DENIED.has(error.code ?? ''))
    return `${error.message}. Run it as the user that owns the data directory, or name another one by --data.`
  return error.stack ?? String(error)
}
