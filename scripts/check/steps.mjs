import { checkBrowserBundles } from './browser.mjs'
import { checkConsumers, checkDoors } from './consumers.mjs'
import { checkDocs } from './docs.mjs'
import { checkExamples } from './examples.mjs'
import { checkContents, pack, packages } from './packages.mjs'
import { run, tool } from './run.mjs'

/** In the order in which they run: cheap ones first. Those from `publint` on look at what `build` made. */
export const steps = [
  { name: 'lint', says: 'style, formatting and the import walls (biome)', run: lint },
  { name: 'types', says: 'types of sources and tests (tsc -b)', run: types },
  { name: 'docs', says: 'paths, commands and settings that the docs name', run: checkDocs },
  { name: 'knip', says: 'unused files, exports and dependencies', run: unused },
  { name: 'build', says: 'every package in ESM and CJS with types, and the server', run: build },
  { name: 'pack', says: 'what each package would publish', run: checkContents },
  { name: 'publint', says: 'manifests of the packed packages', run: publint },
  { name: 'attw', says: 'their types under every module resolution of Node', run: attw },
  { name: 'consumers', says: 'strangers that import, require and compile against them', run: checkConsumers },
  { name: 'doors', says: 'names that each entry exports', run: checkDoors },
  { name: 'browser', says: 'browser-safe entries and sizes', run: checkBrowserBundles },
  { name: 'examples', says: 'each example with one event of a real SDK', run: checkExamples },
  { name: 'storybook', says: 'static build of the stories', run: storybook },
]

async function lint() {
  await tool('biome', ['ci', '--colors=off', '--error-on-warnings', '.'])
}

async function types() {
  await tool('tsc', ['-b'])
}

async function unused() {
  await tool('knip', ['--no-progress', '--treat-config-hints-as-errors'])
  await tool('knip', ['--no-progress', '--production', '--no-config-hints', '--include', 'files,dependencies,unlisted'])
}

async function build() {
  await run(process.execPath, ['scripts/build.mjs', '--force'])
}

async function publint() {
  for (const { tarball } of (await pack()).values()) await tool('publint', ['run', tarball, '--strict'])
  return `${packages.length} packages`
}

async function attw() {
  const packed = await pack()
  for (const { name, manifest } of packages) {
    // A stylesheet has no types; the server's one entry is ESM only.
    const isStyle = (entry) => entry.endsWith('.css')
    const styles = Object.keys(manifest.exports ?? {}).filter(isStyle)
    const isEsmOnly = !JSON.stringify(manifest.exports).includes('"require"')
    const excluded = styles.length === 0 ? [] : ['--exclude-entrypoints', ...styles]
    await tool('attw', [
      packed.get(name).tarball,
      '--profile',
      isEsmOnly ? 'esm-only' : 'node16',
      '--no-emoji',
      ...excluded,
    ])
  }
}

async function storybook() {
  await tool(
    'storybook',
    ['build', '-c', 'packages/ui-components/.storybook', '-o', 'artifacts/storybook', '--quiet'],
    {
      env: { STORYBOOK_DISABLE_TELEMETRY: '1' },
    },
  )
}
