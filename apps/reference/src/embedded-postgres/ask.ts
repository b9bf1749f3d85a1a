import { AppError } from '@mishap/core'
import pg from 'pg'
import { CLUSTER_NAME } from './connection.js'

/** Whether a server answers on the socket: `wait` while it starts or stops, `unreachable` where nothing listens. */
export async function ask(server: {
  readonly socketDir: string
  readonly port: number
}): Promise<'ready' | 'wait' | 'unreachable'> {
  const client = new pg.Client({
    host: server.socketDir,
    port: server.port,
    user: CLUSTER_NAME,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return 'ready'
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EACCES' || code === 'EPERM')
      throw new AppError(
        'unavailable',
        'PostgreSQL runs here for another user. Run this command as the user that runs the server, or as root.',
        { cause: error },
      )
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'unreachable'
    // Any other answer in PostgreSQL's own words is an answer too; the one who needs more will tell what is wrong.
    return /^[0-9A-Z]{5}$/.test(code) && !isGoingAway(error) ? 'ready' : 'wait'
  }
}

/** The server shut down, or is about to, or is not up yet. */
export function isGoingAway(error: unknown): boolean {
  const code = codeOf(error)
  // 57P01 admin_shutdown, 57P02 crash_shutdown, 57P03 cannot_connect_now. `pg` gives a cut connection no code.
  return ['57P01', '57P02', '57P03', 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', ''].includes(code)
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '')
}
