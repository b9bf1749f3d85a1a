import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { stillness, watchRequests } from './stillness.js'

export interface TestPage {
  /** A new page on one of the cases of its `main.tsx`, once it stands still; errors that it reports are gathered in `errors`. */
  readonly open: (query: string, size?: { width: number; height: number }) => Promise<Page>
  readonly errors: string[]
  readonly close: () => Promise<void>
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Builds one of the pages of this directory, serves it and starts a browser: `CHROMIUM_PATH`, else the system's. */
export async function startTestPage(name: 'page' | 'screens' = 'page'): Promise<TestPage> {
  const { dir, isShared } = await builtSite(name)
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname
    readFile(join(dir, path === '/' ? 'index.html' : path)).then(
      (bytes) => {
        // As strict as a host may be: nothing inline, nothing from elsewhere.
        response.setHeader(
          'content-security-policy',
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:",
        )
        response.setHeader('content-type', TYPES[extname(path)] ?? 'text/html').end(bytes)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await launch()
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const errors: string[] = []
  return {
    errors,
    open: async (query, viewport = { width: 1280, height: 900 }) => {
      const page = await browser.newPage({ viewport, reducedMotion: 'reduce' })
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
      page.on('pageerror', (error) => errors.push(String(error)))
      page.setDefaultTimeout(60_000)
      watchRequests(page)
      await page.addInitScript(stopClocks)
      await page.goto(`${base}/?${query}`)
      await page.waitForSelector('.mh-root *')
      await stillness(page)
      return page
    },
    close: async () => {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      if (!isShared) await rm(dir, { recursive: true, force: true })
    },
  }
}

/**
 * A busy machine must not lose against a clock: what goes by itself after seconds, as toasts do, stays, and the keys of
 * a sequence may come at any distance.
 */
function stopClocks(): void {
  const later = globalThis.setTimeout
  const patient = (run: TimerHandler, ms = 0, ...more: unknown[]) => later(run, ms < 3000 ? ms : 600_000, ...more)
  Object.assign(globalThis, { setTimeout: patient })
  Object.defineProperty(Event.prototype, 'timeStamp', { get: () => 1 })
}

/** Where a run of many files names a place in `MISHAP_TEST_SITES`, the first that asks builds there for all. */
async function builtSite(name: 'page' | 'screens'): Promise<{ readonly dir: string; readonly isShared: boolean }> {
  const shared = process.env.MISHAP_TEST_SITES
  if (shared === undefined) {
    const dir = await mkdtemp(join(tmpdir(), 'mishap-ui-'))
    await buildSite(name, dir)
    return { dir, isShared: false }
  }
  const dir = join(shared, name)
  const isFirst = await mkdir(`${dir}.claim`).then(
    () => true,
    () => false,
  )
  if (isFirst) {
    await buildSite(name, `${dir}.part`)
    await rename(`${dir}.part`, dir)
  }
  while (!existsSync(dir)) await new Promise((resolve) => setTimeout(resolve, 100))
  return { dir, isShared: true }
}

async function buildSite(name: string, dir: string): Promise<void> {
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js')
  const args = [vite, 'build', join(__dirname, name), '--outDir', dir, '--logLevel', 'warn']
  await promisify(execFile)(process.execPath, args)
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    timeout: 120_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
