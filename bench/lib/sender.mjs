import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const SENDER = fileURLToPath(new URL('./load.mjs', import.meta.url))

/** Starts the sender of a scenario; resolves when its bodies are made. `send` sends so many requests and tells of them. */
export async function startSender(task) {
  const child = spawn(process.execPath, [SENDER, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the sender failed')
    return JSON.parse(value)
  }
  await answer()
  return {
    send: (requests, perSecond) => {
      child.stdin.write(`${JSON.stringify({ requests, perSecond })}\n`)
      return answer()
    },
    stop: () => child.kill(),
  }
}
