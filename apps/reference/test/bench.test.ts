import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { runCli, stopServers, type TestServer } from './support/server.js'
import { removeTempDirs } from './support/temp-dir.js'
import { ADMIN, aPlace, startServerWithAdmin } from './support/world.js'

let server: TestServer
beforeAll(async () => {
  server = await startServerWithAdmin()
})
afterAll(async () => {
  await stopServers()
  removeTempDirs()
})

const QUICK = ['--rate', '100', '--duration', '1', '--connections', '8', '--median-kb', '5']

describe('mishap bench', () => {
  it('sends errors of as many issues as told, and sees all of them arrive', async () => {
    const { dsn, client, org } = await aPlace(server)
    const args = ['bench', '--dsn', dsn, ...QUICK, '--issues', '4', '--token', ADMIN.token, '--json']
    const { code, stdout, stderr } = await runCli(args)
    expect([code, stderr]).toEqual([0, ''])
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ url: server.url, due: 100, sent: 100, accepted: 100, rejected: {}, exceeded: [] })
    expect(report.arrival).toMatchObject({ dealtWith: 100, storedErrors: 100, missing: 0 })
    expect(report.p50Ms).toBeGreaterThan(0)
    expect(report.maxMs).toBeGreaterThanOrEqual(report.p99Ms)
    const issues = (await client.listIssues(org)).items
    expect(issues).toHaveLength(4)
    expect(issues.reduce((sum, { count }) => sum + Number(count), 0)).toBe(100)
  })

  it('sends other things as well, and tells people what came of it', async () => {
    const { dsn } = await aPlace(server)
    const mix = 'error=2,session=2,check-in=1,transaction=1'
    const { code, stdout } = await runCli(['bench', '--dsn', dsn, ...QUICK, '--mix', mix], {
      MISHAP_TOKEN: ADMIN.token,
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^sent +100 of 100 due/)
    expect(stdout).toMatch(/^accepted +100,/m)
    expect(stdout).toMatch(/^arrived +100 dealt with, \d+ errors stored, 0 missing/m)
  })

  it('ends with 1 where a bound is exceeded, and says which', async () => {
    const { dsn, projectId } = await aPlace(server)
    const slow = await runCli(['bench', '--dsn', dsn, ...QUICK, '--max-p99', '0.001', '--json'])
    expect(slow.code).toBe(1)
    expect(JSON.parse(slow.stdout).exceeded).toEqual([expect.stringMatching(/^p99: wanted at most 0.001 ms, found /)])
    const stranger = `${server.url.replace('://', `://${'0'.repeat(32)}@`)}/${projectId}`
    const refused = await runCli(['bench', '--dsn', stranger, ...QUICK, '--max-errors', '1', '--json'])
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.stdout)).toMatchObject({
      accepted: 0,
      rejected: { 403: 100 },
      exceeded: ['errors: wanted at most 1 %, found 100'],
    })
  })

  it.each([
    ['a server that is not there', ['--url', 'http://127.0.0.1:9'], /cannot be reached: .*Is the server running there/],
    ['a token of somebody else', ['--token', 'no-such-token'], /^--token: wanted one that may read the project/],
    ['a mix of what does not exist', ['--mix', 'error=1,bananas=2'], /Wanted shares such as error=8,session=2/],
    ['a rate of nothing', ['--rate', '0'], /Wanted a number above 0/],
  ])('says what is wrong with %s', async (_, args, message) => {
    const { dsn } = await aPlace(server)
    const { code, stdout, stderr } = await runCli(['bench', '--dsn', dsn, ...args])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
  })
})
