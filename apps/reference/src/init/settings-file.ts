import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** What a new file is filled with; secrets are made. */
export interface FirstSettings {
  readonly url?: string | undefined
  readonly databaseUrl?: string | undefined
  readonly redisUrl?: string | undefined
}

/**
 * Writes a file of settings for `docker compose`, systemd or `node --env-file`, for its owner alone, with a new secret key
 * and a new token for metrics. One that is there stays as it is. Answers whether it was made.
 */
export function ensureSettingsFile(path: string, { url, databaseUrl, redisUrl }: FirstSettings): boolean {
  if (existsSync(path)) return false
  mkdirSync(dirname(path), { recursive: true })
  const lines = [
    '# Keep this file as you keep other secrets, and back it up: without SECRET_KEY second factors and tokens are lost.',
    `SECRET_KEY=${randomBytes(32).toString('hex')}`,
    `MISHAP_METRICS_TOKEN=${randomBytes(24).toString('hex')}`,
    ...(url === undefined ? [] : [`MISHAP_URL=${url}`]),
    ...(databaseUrl === undefined ? [] : [`DATABASE_URL=${databaseUrl}`]),
    ...(redisUrl === undefined ? [] : [`REDIS_URL=${redisUrl}`]),
  ]
  // Exclusive: of two at once one makes it, and the other fails.
  const fd = openSync(path, 'wx', 0o600)
  try {
    writeSync(fd, `${lines.join('\n')}\n`)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  return true
}
