import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { CheckFailed } from './run.mjs'
import { installed } from './sandbox.mjs'

const OF_REACT = ['react', 'react-dom', 'react/jsx-runtime', '@tanstack/react-query']

/**
 * What an application's bundle grows by, minified and gzipped, in bytes: what is loaded at once, without the parts that
 * are read when they are wanted. `names`: what is imported of the entry, everything where it names nothing. `external`:
 * what the host has anyway.
 * `browser` entries must bundle without any of Node's modules.
 */
const BUDGETS = [
  { entry: '@mishap/core/client', platform: 'browser', external: [], maxBytes: 8 * 1024 },
  // Half of it reads what people write: searches, grouping rules, ownership. Whoever imports less gets less.
  { entry: '@mishap/core/format', platform: 'browser', external: [], maxBytes: 26 * 1024 },
  { entry: '@mishap/http-express', platform: 'node', external: ['@mishap/core', 'express'], maxBytes: 2 * 1024 },
  { entry: '@mishap/http-koa', platform: 'node', external: ['@mishap/core', 'koa'], maxBytes: 2 * 1024 },
  // What people have open all day.
  {
    entry: '@mishap/ui-components',
    names: ['MishapProvider', 'AppShell', 'IssuesScreen', 'IssueDetailScreen'],
    platform: 'browser',
    external: OF_REACT,
    maxBytes: 120 * 1024,
  },
  // With what they share with the other entries.
  { entry: '@mishap/ui-components/alerts', platform: 'browser', external: OF_REACT, maxBytes: 80 * 1024 },
  { entry: '@mishap/ui-components/uptime', platform: 'browser', external: OF_REACT, maxBytes: 80 * 1024 },
  // Every screen and every component at once, those of settings and administration too. Whoever imports less gets less.
  { entry: '@mishap/ui-components', platform: 'browser', external: OF_REACT, maxBytes: 230 * 1024 },
]

export async function checkBrowserBundles() {
  const dir = await installed()
  const sizes = []
  for (const { entry, names = [], platform, external, maxBytes } of BUDGETS) {
    const size = await bundledSize({ dir, entry, names, platform, external })
    const what = names.length === 0 ? entry : `${names.join(', ')} of ${entry}`
    if (size > maxBytes)
      throw new CheckFailed(`${what} is ${size} bytes minified and gzipped; its budget is ${maxBytes}`)
    sizes.push(`${what.replace('@mishap/', '')} ${(size / 1024).toFixed(1)} KB`)
  }
  return sizes.join(', ')
}

async function bundledSize({ dir, entry, names, platform, external }) {
  try {
    const { outputFiles, metafile } = await build({
      stdin: { contents: `export ${names.length === 0 ? '*' : `{ ${names} }`} from '${entry}'`, resolveDir: dir },
      absWorkingDir: dir,
      outdir: join(dir, 'bundle'),
      bundle: true,
      splitting: true,
      minify: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform,
      external,
      logLevel: 'silent',
    })
    const atOnce = loadedAtOnce(metafile.outputs)
    const scripts = outputFiles.filter((file) => atOnce.has(relative(dir, file.path)))
    return scripts.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0)
  } catch (error) {
    // esbuild names the module and the import that asked for it.
    throw new CheckFailed(`${entry} does not bundle for ${platform}:\n${error.message}`)
  }
}

/** The bundle of the entry, and the chunks that it cannot do without. */
function loadedAtOnce(outputs) {
  const found = new Set()
  const visit = (path) => {
    if (found.has(path) || outputs[path] === undefined) return
    found.add(path)
    for (const { path: next, kind } of outputs[path].imports) if (kind === 'import-statement') visit(next)
  }
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoint === '<stdin>') visit(path)
  return found
}
