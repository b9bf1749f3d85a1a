import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { scopeToRoot } from '../../build/css.js'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: { conditions: ['@mishap/source', 'module', 'browser', 'development|production'] },
  css: { postcss: { plugins: [scopeToRoot()] } },
  tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
  build: { minify: false, reportCompressedSize: false, chunkSizeWarningLimit: 4000, emptyOutDir: true },
})
