import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** What a step throws when it found something wrong; the message is for the reader. */
export class CheckFailed extends Error {}

/** Runs a program quietly and answers what it printed; fails with all of it when it exits with another code than 0. */
export function run(command, args, { cwd = ROOT, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(stdout)
      else reject(new CheckFailed(`${command} ${args.join(' ')} exited with ${code}\n${stdout}${stderr}`))
    })
  })
}

/** A tool that npm installed with the workspace. */
export const tool = (name, args, options) =>
  run(process.execPath, [`${ROOT}/node_modules/.bin/${name}`, ...args], options)
