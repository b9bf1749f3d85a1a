import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'
import { gatherCss } from './build/css.js'

const srcDir = fileURLToPath(new URL('src', import.meta.url))
const outDir = fileURLToPath(new URL('dist', import.meta.url))
mkdirSync(outDir, { recursive: true })

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  external: ['react', 'react-dom', '@tanstack/react-query', 'lowlight', /^highlight\.js/, /^@mishap\/core/],
  // For hosts with server components: the whole library is client code; what is pure lives in `@mishap/core/format`.
  banner: { js: "'use client'" },
  // With `composite` on, a build of declarations stops with TS6307.
  dts:
    process.env.MISHAP_BUILD_TYPES === '0'
      ? false
      : { compilerOptions: { composite: false, incremental: false, customConditions: [] } },
  sourcemap: true,
  clean: true,
  esbuildPlugins: [gatherCss({ srcDir, outDir })],
})
