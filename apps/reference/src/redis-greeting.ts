import { connect } from 'node:net'

const PATIENCE_MS = 1_000

/**
 * The error with which a Redis turns a connection away before anything was asked, such as its protected mode does; null
 * where it has none. The client never tells: it writes at once, and sees only that the connection is gone.
 */
export function refusalOf(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) })
    const answer = (line: string | null) => {
      socket.destroy()
      resolve(line)
    }
    socket.setTimeout(PATIENCE_MS, () => answer(null))
    socket.on('error', () => answer(null))
    socket.on('close', () => answer(null))
    socket.once('data', (bytes) =>
      answer(/^-(?:DENIED |ERR )?([^\r\n]{1,80})/.exec(bytes.toString('latin1'))?.[1] ?? null),
    )
  })
}
