import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'
// The web app is built from the sources of the library, with the rules that its own build puts its styles under.
import { scopeToRoot } from '../../../packages/ui-components/build/css.js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  // Relative: `<base href>`, which the server puts into the page, decides where the app is mounted.
  base: './',
  plugins: [react()],
  resolve: { conditions: ['@mishap/source', ...defaultClientConditions] },
  css: { postcss: { plugins: [scopeToRoot()] } },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    assetsDir: 'assets',
    // No inlined `data:` scripts or styles: the page's policy lets only files of its own host run.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    target: 'es2022',
  },
  server: {
    port: 5173,
    // A server on its usual port answers while the page is worked on.
    proxy: { '/api': 'http://localhost:8000', '/_allauth': 'http://localhost:8000' },
  },
})
