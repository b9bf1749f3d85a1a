import { fileURLToPath } from 'node:url'

const emptyStyles = fileURLToPath(new URL('scripts/jest-css.cjs', import.meta.url))
// What the sources need that is not written by hand.
const globalSetup = fileURLToPath(new URL('scripts/jest-setup.mjs', import.meta.url))

const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
    },
    module: { type: 'commonjs' },
  },
]

const project = (dir) => ({
  displayName: dir.split('/').pop(),
  rootDir: dir,
  testEnvironment: 'node',
  globalSetup,
  testMatch: ['src', 'test', 'web/src'].map((dir) => `<rootDir>/${dir}/**/*.test.{ts,tsx}`),
  testEnvironmentOptions: { customExportConditions: ['@mishap/source', 'node', 'require', 'default'] },
  transform: { '^.+\\.(t|j|mj)sx?$': swc },
  // ESM-only packages that the sources use are compiled for jest as well.
  transformIgnorePatterns: [
    '/node_modules/(?!(openid-client|oauth4webapi|jose|lowlight|qr|highlight\\.js|devlop|hast-util-[^/]+|@mishap)/)',
  ],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '\\.css$': emptyStyles },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
})

export default {
  projects: [
    project('packages/core'),
    project('packages/storage-pg'),
    project('packages/cache-redis'),
    project('packages/http-express'),
    project('packages/http-koa'),
    project('packages/ui-components'),
    project('apps/reference'),
  ],
  // Only what hangs takes so long: a machine with other work may need several times what a quiet one does.
  testTimeout: 120_000,
}
