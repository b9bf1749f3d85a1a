import { existsSync, rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pack, packages } from './packages.mjs'
import { CheckFailed, ROOT, run } from './run.mjs'

let sandbox = null

/**
 * A project outside the workspace that has the packed packages installed, and nothing but what they declare:
 * an import of something undeclared fails there as it would for a stranger. Works without a network: third parties'
 * packages are links to those of the workspace.
 */
export function installed() {
  sandbox ??= install()
  return sandbox
}

async function install() {
  const dir = await mkdtemp(join(tmpdir(), 'mishap-consumer-'))
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
  const packed = await pack()
  for (const { name, manifest, dir: home } of packages) {
    const target = join(dir, 'node_modules', name)
    await mkdir(target, { recursive: true })
    await run('tar', ['-xzf', packed.get(name).tarball, '-C', target, '--strip-components=1'])
    const needed = Object.keys({
      ...manifest.dependencies,
      ...manifest.peerDependencies,
      ...manifest.optionalDependencies,
    })
    for (const dependency of needed) await link(dir, dependency, home)
  }
  for (const development of [
    'typescript',
    '@jest/globals',
    '@types/node',
    '@types/react',
    '@types/react-dom',
    '@types/pg',
    '@types/express',
    '@types/koa',
  ])
    await link(dir, development, ROOT)
  await cp(join(ROOT, 'test/consumers'), dir, { recursive: true })
  return dir
}

async function link(dir, name, home) {
  if (packages.some((own) => own.name === name)) return
  const target = join(dir, 'node_modules', name)
  if (existsSync(target)) return
  const source = [home, ROOT].map((base) => join(base, 'node_modules', name)).find(existsSync)
  if (source === undefined) throw new CheckFailed(`${name} is not installed: run npm ci`)
  await mkdir(dirname(target), { recursive: true })
  await symlink(source, target, 'dir')
}
