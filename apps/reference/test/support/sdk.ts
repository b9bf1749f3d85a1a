import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Throws one error in a process of its own, with the named version of the Node SDK; resolves when it is sent. */
export function runSdk(name: string, dsn: string): Promise<void> {
  const script = join(__dirname, '..', 'sdk', 'throw.cjs')
  const child = spawn(process.execPath, [script, name, dsn], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ended with ${code}: ${output}`))))
  })
}
