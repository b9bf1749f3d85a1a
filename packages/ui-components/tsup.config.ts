import { mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'
import { gatherCss } from './build/css.js'

const srcDir = fileURLToPath(new URL('src', import.meta.url))
const outDir = fileURLToPath(new URL('dist', import.meta.url))
mkdirSync(outDir, { recursive: true })

const CLIENT = "'use client';"

export default defineConfig({
  entry: ['src/index.ts', 'src/alerts.ts', 'src/uptime.ts'],
  format: ['esm', 'cjs'],
  // In both formats: what the entries share, such as the context of the provider, must be there once.
  splitting: true,
  target: 'es2022',
  platform: 'neutral',
  external: ['react', 'react-dom', '@tanstack/react-query', 'lowlight', /^highlight\.js/, /^@mishap\/core/],
  // For hosts with server components: the whole library is client code; what is pure lives in `@mishap/core/format`.
  banner: { js: CLIENT },
  plugins: [{ name: 'mishap-client', buildEnd: sayFirst }],
  // With `composite` on, a build of declarations stops with TS6307.
  dts:
    process.env.MISHAP_BUILD_TYPES === '0'
      ? false
      : { compilerOptions: { composite: false, incremental: false, customConditions: [] } },
  clean: true,
  esbuildPlugins: [gatherCss({ srcDir, outDir })],
})

/** What takes CommonJS into chunks puts helpers before the banner, which counts on the first line alone. */
async function sayFirst({ writtenFiles }: { readonly writtenFiles: readonly { readonly name: string }[] }) {
  for (const { name } of writtenFiles.filter((file) => file.name.endsWith('.cjs'))) {
    const code = await readFile(name, 'utf8')
    if (!code.startsWith(CLIENT)) await writeFile(name, CLIENT + code)
  }
}
