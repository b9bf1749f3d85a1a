#!/usr/bin/env node
import { errorCode } from '@mishap/core'
import { Command } from 'commander'
import { addAccounts } from './commands/accounts.js'
import { addBuffer } from './commands/buffer.js'
import { addDoctor } from './commands/doctor.js'
import { addImport } from './commands/import.js'
import { addInstance } from './commands/instance.js'
import { addMigrate } from './commands/migrate.js'
import { addMonitors } from './commands/monitors.js'
import { addProjects } from './commands/projects.js'
import { addSendTest } from './commands/send-test.js'
import { addServe } from './commands/serve.js'
import { addSignIn } from './commands/sign-in.js'
import { version } from './version.js'

const program = new Command('mishap')
  .description('Error tracking and uptime monitoring that every Sentry SDK can talk to.')
  .version(version)
  .showHelpAfterError('(--help tells more)')
  .addHelpText('after', '\nExample:\n  mishap serve\n')

for (const add of [
  addServe,
  addMigrate,
  addAccounts,
  addSignIn,
  addProjects,
  addMonitors,
  addSendTest,
  addImport,
  addBuffer,
  addInstance,
  addDoctor,
])
  add(program)

try {
  await program.parseAsync()
} catch (error) {
  // Our own errors say how to mend them; of any other the stack is what a report needs.
  const text = errorCode(error) === null ? ((error as Error).stack ?? String(error)) : (error as Error).message
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}
