import { rmSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { describeClient } from './build/describe-client.mjs'

// Not `clean`: both builds run side by side, and one would remove what the other has just written.
rmSync(new URL('dist', import.meta.url), { recursive: true, force: true })
await describeClient()

// With `composite` on, a multi-entry build of declarations stops with TS6307.
const dts =
  process.env.MISHAP_BUILD_TYPES === '0' ? false : { compilerOptions: { composite: false, incremental: false } }

export default defineConfig([
  {
    entry: {
      index: 'src/index.ts',
      'testing/index': 'src/testing/index.ts',
      'prepare-thread': 'src/ingest/preparing/thread.ts',
    },
    format: ['esm', 'cjs'],
    // In both formats: what entries share is there once.
    splitting: true,
    target: 'node20',
    // A library for a thread is found from where we are, which CommonJS tells in its own way.
    shims: true,
    dts,
    treeshake: true,
  },
  {
    entry: { 'client/index': 'src/client/index.ts', 'format/index': 'src/format/index.ts' },
    format: ['esm', 'cjs'],
    target: 'es2022',
    platform: 'neutral',
    dts,
    treeshake: true,
  },
])
