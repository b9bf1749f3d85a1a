import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { cli: 'src/cli.ts', web: 'src/web.ts', load: 'src/load/index.ts' },
  format: ['esm'],
  target: 'node20',
  // With `composite` on, a build of declarations stops with TS6307.
  dts:
    process.env.MISHAP_BUILD_TYPES === '0'
      ? false
      : {
          entry: { web: 'src/web.ts' },
          compilerOptions: { composite: false, incremental: false, customConditions: [] },
        },
  // The web app is built into the same directory.
  clean: ['!web/**'],
  splitting: false,
  treeshake: true,
})
