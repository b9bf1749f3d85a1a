import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const CORE = fileURLToPath(new URL('../../packages/core/src/', import.meta.url))

/** Everything that some modules of the core export, of which the package itself exports only a part. */
export async function loadCore(...modules) {
  const dir = await mkdtemp(join(tmpdir(), 'mishap-micro-'))
  const outfile = join(dir, 'core.mjs')
  try {
    await build({
      stdin: { contents: modules.map((path) => `export * from './${path}'`).join('\n'), resolveDir: CORE },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'silent',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(dir, { recursive: true })
  }
}
