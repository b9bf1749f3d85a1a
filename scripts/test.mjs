// `npm test [-- jest options and paths]`: obtains what the tests need, runs every suite, closes with the count.
// `--gate` runs `npm run test:faults` and `npm run check` as well and counts each as one more test.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { build, root, serverSteps, stale } from './build-steps.mjs'

const isGate = process.argv.includes('--gate')
/** More files than these do not fail by chance. */
const MOST_UNSTEADY = 3
const jestArgs = process.argv.slice(2).filter((arg) => arg !== '--gate')
const counted = { passed: 0, failed: 0, skipped: 0 }
const stops = []
const children = new Set()

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, async () => {
    for (const child of children) child.kill(signal)
    await stopAll()
    process.exit(130)
  })

if (await isBuilt()) {
  const env = {
    MISHAP_TEST_DATABASE_URL: await obtain('PostgreSQL', startPostgres),
    MISHAP_TEST_REDIS_URL: await obtain('Redis', startRedis),
    CHROMIUM_PATH: await obtain('Chromium', startChromium),
  }
  const answered = mkdtempSync(join(tmpdir(), 'mishap-answered-'))
  const sites = mkdtempSync(join(tmpdir(), 'mishap-sites-'))
  try {
    const backups = { ...(await pgDumpOf(env.MISHAP_TEST_DATABASE_URL)), ...(await backupsOf(isGate)) }
    await runJest({ ...env, ...backups, MISHAP_TEST_ANSWERED: answered, MISHAP_TEST_SITES: sites }, jestArgs)
    // Some of the tests ask for some of the operations.
    if (jestArgs.length === 0) checkAnswered(answered)
  } finally {
    for (const dir of [answered, sites]) rmSync(dir, { recursive: true, force: true })
    await stopAll()
  }
  if (isGate) {
    // Faults are mostly waited for, so both have room.
    await Promise.all([testOtherVersions(), runGate('scripts/fault-test.mjs')])
    await runGate('scripts/check.mjs')
  }
}
const skipped = counted.skipped > 0 ? `, ${counted.skipped} skipped` : ''
console.log(`${counted.passed} passed, ${counted.failed} failed${skipped}`)
process.exit(counted.failed > 0 || counted.passed === 0 ? 1 : 0)

async function isBuilt() {
  try {
    for (const step of stale(serverSteps, { types: false })) {
      console.log(`building ${step.name} …`)
      await build(step, { types: false })
    }
    return true
  } catch (error) {
    fail('the build', error)
    return false
  }
}

/** The address of a service; an empty one where it is missing, which is a failed test by itself. */
async function obtain(name, start) {
  try {
    return await start()
  } catch (error) {
    fail(name, error)
    return ''
  }
}

/** One more test: each route was answered with success in some test, which compared the answer with its description. */
function checkAnswered(dir) {
  const files = readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8').trim().split('\n')])
  const routes = files.find(([name]) => name === 'routes.txt')?.[1] ?? []
  const answered = new Set(files.flatMap(([name, lines]) => (name === 'routes.txt' ? [] : lines)))
  const never = routes.filter((route) => !answered.has(route))
  counted[routes.length > 0 && never.length === 0 ? 'passed' : 'failed']++
  if (never.length > 0) console.error(`no test has had an answer of\n  ${never.join('\n  ')}`)
}

/** Where there is none for the server, backups of the other form are tested alone. */
async function pgDumpOf(url) {
  const { hasPgDump } = await import('./services/postgres.mjs')
  if (url === '' || (await hasPgDump(url))) return {}
  console.log(
    'no pg_dump is as new as the PostgreSQL of the tests: with it, backups are tested only on others that the machine has',
  )
  return { MISHAP_TEST_PG_DUMP: 'missing' }
}

/** Moving servers takes a minute: once is enough, while faults are waited for. */
async function backupsOf(isGate) {
  const { otherVersions } = await import('./services/postgres.mjs')
  return isGate && [...otherVersions()].length > 0 ? { MISHAP_TEST_BACKUPS: 'elsewhere' } : {}
}

/** The storage, and backups of it, on every further PostgreSQL that the machine has. */
async function testOtherVersions() {
  const { otherVersions, startPostgres: start } = await import('./services/postgres.mjs')
  for (const [major, binDir] of otherVersions()) {
    console.log(`the storage on PostgreSQL ${major}`)
    const url = await obtain(`PostgreSQL ${major}`, async () => {
      const server = await start(binDir)
      stops.push(server.stop)
      return server.url
    })
    const suites = ['packages/storage-pg/', 'apps/reference/src/backup/', 'apps/reference/test/backup.test.ts']
    if (url !== '') await runJest({ MISHAP_TEST_DATABASE_URL: url }, suites)
    await stopAll()
  }
}

async function startPostgres() {
  const { obtainPostgres } = await import('./services/postgres.mjs')
  const server = await obtainPostgres()
  stops.push(server.stop)
  return server.url
}

async function startRedis() {
  const { obtainRedis } = await import('./services/redis.mjs')
  const server = await obtainRedis()
  stops.push(server.stop)
  return server.url
}

async function startChromium() {
  const { obtainChromium } = await import('./services/chromium.mjs')
  return obtainChromium()
}

async function runGate(script) {
  const code = await run([script], {})
  counted[code === 0 ? 'passed' : 'failed']++
}

/** Counts what the suites say. At the gate, files that failed are run once more, alone; what passes then is named. */
async function runJest(env, args) {
  const first = await jestReport(env, args)
  if (first === null) return
  const failed = first.testResults.filter(({ status }) => status === 'failed')
  const again = isGate && failed.length > 0 && failed.length <= MOST_UNSTEADY
  const second = again ? await jestReport(env, ['--runTestsByPath', ...failed.map(({ name }) => name)]) : null
  for (const { name, assertionResults } of again ? failed : [])
    for (const { status, fullName } of assertionResults)
      if (status === 'failed')
        console.error(`unsteady, to be mended: ${fullName} (${relative(root, name)}) failed at first`)
  const kept = second === null ? first.testResults : first.testResults.filter((result) => !failed.includes(result))
  count([...kept, ...(second?.testResults ?? [])])
}

function count(testResults) {
  for (const { status, assertionResults } of testResults) {
    const of = (...statuses) => assertionResults.filter((one) => statuses.includes(one.status)).length
    const failures = of('failed')
    counted.passed += of('passed')
    // A file that cannot be run has a failure that is of none of its tests.
    counted.failed += status === 'failed' && failures === 0 ? 1 : failures
    counted.skipped += of('pending', 'todo', 'skipped', 'disabled')
  }
}

async function jestReport(env, args) {
  const dir = mkdtempSync(join(tmpdir(), 'mishap-jest-'))
  const report = join(dir, 'report.json')
  // Two workers: the tests share the machine with the servers that they start. What a failed test leaves open must not
  // keep the count from being printed.
  await run(['node_modules/jest/bin/jest.js', '-w', '2', '--forceExit', '--json', '--outputFile', report, ...args], env)
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    fail('jest', error)
    return null
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function run(args, env) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    // The JSON report has a file; jest's own words go to standard error.
    stdio: ['ignore', args[0].includes('jest') ? 'ignore' : 'inherit', 'inherit'],
  })
  children.add(child)
  return new Promise((resolve) => {
    child.once('close', (code) => {
      children.delete(child)
      resolve(code)
    })
  })
}

function fail(name, error) {
  counted.failed++
  console.error(`${name} is missing: ${error.message}`)
}

async function stopAll() {
  for (const stop of stops.splice(0).reverse()) await stop().catch((error) => console.error(error))
}
