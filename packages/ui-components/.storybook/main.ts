import { fileURLToPath } from 'node:url'
import type { StorybookConfig } from '@storybook/react-vite'
import { scopeToRoot } from '../build/css.js'

const config: StorybookConfig = {
  framework: { name: '@storybook/react-vite', options: {} },
  stories: [fileURLToPath(new URL('../src/**/*.stories.tsx', import.meta.url))],
  addons: ['@storybook/addon-a11y'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  typescript: { reactDocgen: false },
  viteFinal: (vite) => ({
    ...vite,
    resolve: { ...vite.resolve, conditions: ['@mishap/source', 'module', 'browser', 'development|production'] },
    css: { ...vite.css, postcss: { plugins: [scopeToRoot()] } },
    build: { ...vite.build, chunkSizeWarningLimit: 4000 },
    // Stories belong to no project of the root's tsconfig that the bundler may take for them.
    tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)),
  }),
}

export default config
