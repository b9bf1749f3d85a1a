import { randomBytes } from 'node:crypto'
import pg from 'pg'

const made: string[] = []

/** The URL of a fresh database on the test server. */
export async function aDatabase(): Promise<string> {
  const server = serviceUrl('MISHAP_TEST_DATABASE_URL')
  const name = `mishap_e2e_${randomBytes(6).toString('hex')}`
  await run(server, `create database ${name}`)
  made.push(name)
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

export async function dropDatabases(): Promise<void> {
  for (const name of made.splice(0))
    await run(serviceUrl('MISHAP_TEST_DATABASE_URL'), `drop database if exists ${name} with (force)`)
}

/** The address of a service that `npm test` obtains. */
export function serviceUrl(name: 'MISHAP_TEST_DATABASE_URL' | 'MISHAP_TEST_REDIS_URL' | 'CHROMIUM_PATH'): string {
  const value = process.env[name]
  if (value) return value
  throw new Error(`${name} is not set; \`npm test\` obtains the service and sets it`)
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
