import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'node20',
  // With `composite` on, a build of declarations stops with TS6307.
  dts:
    process.env.MISHAP_BUILD_TYPES === '0'
      ? false
      : { compilerOptions: { composite: false, incremental: false, customConditions: [] } },
  clean: true,
  treeshake: true,
})
