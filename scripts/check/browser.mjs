import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { CheckFailed } from './run.mjs'
import { installed } from './sandbox.mjs'

/**
 * What an application's bundle grows by, minified and gzipped, in bytes. `external`: what the host has anyway.
 * `browser` entries must bundle without any of Node's modules.
 */
const BUDGETS = [
  { entry: '@mishap/core/client', platform: 'browser', external: [], maxBytes: 8 * 1024 },
  // Half of it reads what people write: searches, grouping rules, ownership. Whoever imports less gets less.
  { entry: '@mishap/core/format', platform: 'browser', external: [], maxBytes: 26 * 1024 },
  { entry: '@mishap/http-express', platform: 'node', external: ['@mishap/core', 'express'], maxBytes: 2 * 1024 },
  { entry: '@mishap/http-koa', platform: 'node', external: ['@mishap/core', 'koa'], maxBytes: 2 * 1024 },
  {
    entry: '@mishap/ui-components',
    platform: 'browser',
    external: ['react', 'react-dom', 'react/jsx-runtime', '@tanstack/react-query'],
    maxBytes: 120 * 1024,
  },
]

export async function checkBrowserBundles() {
  const dir = await installed()
  const sizes = []
  for (const { entry, platform, external, maxBytes } of BUDGETS) {
    const size = await bundledSize({ dir, entry, platform, external })
    if (size > maxBytes)
      throw new CheckFailed(`${entry} is ${size} bytes minified and gzipped; its budget is ${maxBytes}`)
    sizes.push(`${entry.replace('@mishap/', '')} ${(size / 1024).toFixed(1)} KB`)
  }
  return sizes.join(', ')
}

async function bundledSize({ dir, entry, platform, external }) {
  try {
    const { outputFiles } = await build({
      stdin: { contents: `export * from '${entry}'`, resolveDir: dir },
      absWorkingDir: dir,
      outfile: join(dir, 'bundle.js'),
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform,
      external,
      logLevel: 'silent',
    })
    const script = outputFiles.find((file) => file.path.endsWith('.js'))
    return gzipSync(script.contents).length
  } catch (error) {
    // esbuild names the module and the import that asked for it.
    throw new CheckFailed(`${entry} does not bundle for ${platform}:\n${error.message}`)
  }
}
