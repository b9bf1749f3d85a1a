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
  // What is built is not minified and says of which file it is, so that stacks can be read without them.
  /\.map$/,
  /^src\//,
]
const ALWAYS_SHIPPED = ['package.json', 'README.md', 'LICENSE']

/** Packed, in bytes: about a sixth more than they are. Others have 50 kB. */
const MAX_BYTES = {
  '@mishap/core': 2_000_000,
  '@mishap/ui-components': 1_100_000,
  '@mishap/storage-pg': 310_000,
  mishap: 700_000,
}

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
    const [{ filename, files, size }] = Object.values(JSON.parse(await run('npm', args, { cwd: dir })))
    found.set(name, { tarball: join(destination, filename), size, paths: files.map((file) => file.path) })
  }
  return found
}

/** No test, story, fixture or source map goes out, no package without its licence and its README, and none that is too large. */
export async function checkContents() {
  const faults = []
  const sizes = []
  for (const [name, { paths, size }] of await pack()) {
    const extra = paths.filter((path) => NEVER_SHIPPED.some((pattern) => pattern.test(path)))
    const missing = ALWAYS_SHIPPED.filter((path) => !paths.includes(path))
    if (!paths.some((path) => path.startsWith('dist/'))) missing.push('dist/ (run `npm run build`)')
    if (extra.length > 0) faults.push(`${name} would publish ${extra.join(', ')}`)
    if (missing.length > 0) faults.push(`${name} would be published without ${missing.join(', ')}`)
    const maxBytes = MAX_BYTES[name] ?? 50_000
    if (size > maxBytes) faults.push(`${name} would be ${size} bytes packed; its budget is ${maxBytes}`)
    sizes.push(`${name.replace('@mishap/', '')} ${Math.round(size / 1000)} kB`)
  }
  if (faults.length > 0) throw new CheckFailed(faults.join('\n'))
  return sizes.join(', ')
}
