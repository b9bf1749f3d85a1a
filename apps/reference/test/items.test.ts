import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createClient, type ManagementClient } from '@mishap/core/client'
import { aDatabase, dropDatabases, serviceUrl } from './support/database.js'
import { type Environment, stopServers, type TestServer } from './support/server.js'
import { removeTempDirs } from './support/temp-dir.js'
import { ADMIN, aPlace, issuesWhen, type Place, startServerWithAdmin, until } from './support/world.js'

let embedded: TestServer
beforeAll(async () => {
  embedded = await startServerWithAdmin()
})
afterAll(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

/** Runs the script with everything that is no error alone; resolves when all of it is sent. */
async function reportItems(dsn: string): Promise<void> {
  const child = spawn(process.execPath, [join(__dirname, 'sdk', 'items.cjs'), dsn], { stdio: 'pipe' })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`the SDK ended with ${code}: ${output}`)
}

async function theStory(server: TestServer): Promise<{ place: Place; client: ManagementClient; eventId: string }> {
  const place = await aPlace(server)
  await reportItems(place.dsn)
  const [issue] = await issuesWhen(place, (issues) => issues.length === 1 && issues[0]?.count === '1')
  const issueId = issue?.id ?? ''
  const { org, project } = place
  const client = createClient({ baseUrl: server.url, token: ADMIN.token })

  await until(async () => (await client.listIssueUserReports(issueId)).items.length > 0)
  expect((await client.listIssueUserReports(issueId)).items).toMatchObject([
    { name: 'Grace', email: 'grace@example.com', comments: 'The basket is empty again.', release: 'shop@1.2.3' },
  ])

  const event = await client.getIssueEvent(issueId, 'latest')
  expect(event.userReport).toMatchObject({ comments: 'The basket is empty again.' })
  const files = () => client.listEventAttachments(org, project, event.eventID)
  await until(async () => (await files()).length === 2)
  expect(await files()).toMatchObject([
    { name: 'cart.log', size: 16, mimetype: 'application/octet-stream' },
    { name: 'shot.png', size: 6, mimetype: 'image/png' },
  ])

  const sessions = async () => {
    const { groups } = await client.getSessions(org, {
      field: ['sum(session)'],
      groupBy: ['release', 'session.status'],
    })
    return groups.filter(({ totals }) => totals['sum(session)'] !== 0)
  }
  // It is told of as it begins, and once more as it ends.
  await until(async () => (await sessions())[0]?.by['session.status'] === 'errored')
  expect(await sessions()).toMatchObject([{ by: { release: 'shop@1.2.3' }, totals: { 'sum(session)': 1 } }])
  return { place, client, eventId: event.eventID }
}

describe('what @sentry/node reports besides errors', () => {
  it('arrives: feedback, files, sessions and check-ins, with the embedded database', async () => {
    const { place, client } = await theStory(embedded)
    const attachments = join(embedded.dataDir, 'blobs', 'attachments', place.projectId)
    const checkIns = async () => {
      const runs = await client.getStats(place.org, { start: 'now-1h', end: 'now', category: 'monitor' })
      return runs.groups[0]?.series['sum(quantity)']?.reduce((sum, one) => sum + one, 0)
    }
    // Each item is stored by itself: that one is there says nothing about the next.
    // The end of a run that is stored before its beginning leaves nothing to count of that.
    await until(async () => ((await checkIns()) ?? 0) >= 2 && readdirSync(attachments).length === 4)
    // The files of the scope came with the feedback, too.
    expect(readdirSync(attachments)).toHaveLength(4)
    const jobs = async () => (await client.listMonitors(place.org)).items
    await until(async () => (await jobs()).filter(({ checks }) => checks.length > 0).length === 2)
    const [fails, nightly] = await jobs()
    expect(fails).toMatchObject({
      ...{ name: 'fails', monitorType: 'Cron', status: 'down', projectID: place.projectId },
      cron: {
        schedule: { type: 'interval', value: 1, unit: 'hour' },
        timezone: 'Asia/Tokyo',
        margin: 1,
        maxRuntime: 30,
      },
    })
    expect(nightly).toMatchObject({ name: 'nightly', status: 'up', cron: { schedule: { value: '0 3 * * *' } } })
    const runs = (await client.listMonitorCheckIns(place.org, nightly?.id ?? 0)).items
    expect(runs).toMatchObject([{ status: 'ok', duration: 1500, release: 'shop@1.2.3', environment: 'production' }])
  })

  it('arrives in a database of yours, files too', async () => {
    const env: Environment = { DATABASE_URL: await aDatabase(), REDIS_URL: serviceUrl('MISHAP_TEST_REDIS_URL') }
    const server = await startServerWithAdmin({ env })
    const { place, client, eventId } = await theStory(server)
    expect(existsSync(join(server.dataDir, 'blobs'))).toBe(false)
    const [file] = await client.listEventAttachments(place.org, place.project, eventId)
    const answer = await fetch(file?.downloadUrl ?? '', { headers: { authorization: `Bearer ${ADMIN.token}` } })
    expect([answer.status, await answer.text()]).toEqual([200, 'opened the cart\n'])
  })
})
