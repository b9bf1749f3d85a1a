import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CheckFailed, ROOT, run } from './run.mjs'

/** Every package that is published, with its manifest. */
export const packages = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(ROOT, group))
    .map((name) => join(ROOT, group, name))
    .map((dir) => ({ dir, manifest: JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ dir, manifest }) => ({ dir, manifest, name: manifest.name })),
)

const NEVER_SHIPPED = [
  /\.test\.[cm]?[jt]sx?$/,
  /\.stories\.[jt]sx?$/,
  /(^|\/)(__tests__|fixtures|test)\//,
  /\.tsbuildinfo$/,
]
const ALWAYS_SHIPPED = ['package.json', 'README.md', 'LICENSE']

let packed = null

/** Packs every package once, as `npm publish` would; answers by package name the path of the tarball and what is in it. */
export function pack() {
  packed ??= packAll()
  return packed
}

async function packAll() {
  const destination = await mkdtemp(join(tmpdir(), 'mishap-pack-'))
  process.on('exit', () => rmSync(destination, { recursive: true, force: true }))
  const found = new Map()
  for (const { dir, name } of packages) {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination]
    const [{ filename, files }] = Object.values(JSON.parse(await run('npm', args, { cwd: dir })))
    found.set(name, { tarball: join(destination, filename), paths: files.map((file) => file.path) })
  }
  return found
}

/** No test, story or fixture goes out, and no package without its licence and its README. */
export async function checkContents() {
  const faults = []
  for (const [name, { paths }] of await pack()) {
    const extra = paths.filter((path) => NEVER_SHIPPED.some((pattern) => pattern.test(path)))
    const missing = ALWAYS_SHIPPED.filter((path) => !paths.includes(path))
    if (!paths.some((path) => path.startsWith('dist/'))) missing.push('dist/ (run `npm run build`)')
    if (extra.length > 0) faults.push(`${name} would publish ${extra.join(', ')}`)
    if (missing.length > 0) faults.push(`${name} would be published without ${missing.join(', ')}`)
  }
  if (faults.length > 0) throw new CheckFailed(faults.join('\n'))
}
