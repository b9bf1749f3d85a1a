import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { CliResult, Environment } from './server.js'

const resolve = createRequire(__filename).resolve

/** Real sentry-cli of a major version, as its npm package starts it. Knows nothing of the machine's own settings. */
export function sentryCli(major: 2 | 3, settings: Environment) {
  const program = join(dirname(resolve(`sentry-cli-${major}/package.json`)), 'bin/sentry-cli')
  const env = { PATH: process.env.PATH ?? '', no_proxy: '*', SENTRY_NO_PROGRESS_BAR: '1', ...settings }
  return (args: readonly string[], options: { readonly cwd?: string } = {}): Promise<CliResult> =>
    new Promise((done) => {
      execFile(process.execPath, [program, ...args], { env, ...options }, (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code ?? 1)
        done({ code, stdout, stderr })
      })
    })
}
