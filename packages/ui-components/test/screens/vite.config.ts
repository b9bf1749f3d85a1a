import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vite'
import page from '../page/vite.config.js'

export default mergeConfig(page, defineConfig({ root: fileURLToPath(new URL('.', import.meta.url)) }))
