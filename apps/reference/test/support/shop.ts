import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join } from 'node:path'
import { tempDir } from './temp-dir.js'

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

/** A page with the real browser SDK in it, on an origin of its own. Its address takes the DSN as `?dsn=`, and a content security policy. */
export async function openShop(): Promise<{ url: string; close(): void }> {
  const dir = bundle()
  const files = new Map(
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => extname(name) in TYPES)
      .map((name) => [`/${name}`, { body: readFileSync(join(dir, name)), type: TYPES[extname(name)] ?? '' }]),
  )
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop')
    const policy = searchParams.get('policy')
    if (policy) response.setHeader('content-security-policy', policy)
    const file = files.get(pathname === '/' ? '/index.html' : pathname)
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' })
    response.end(file?.body)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => void server.close(),
  }
}

/** As an application's build does it. */
function bundle(): string {
  const outDir = tempDir()
  const vite = join(dirname(createRequire(__filename).resolve('vite/package.json')), 'bin', 'vite.js')
  const source = join(__dirname, '..', 'sdk', 'shop')
  const args = [vite, 'build', source, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error', '--minify', 'false']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`bundling the page failed: ${stderr}`)
  return outDir
}
