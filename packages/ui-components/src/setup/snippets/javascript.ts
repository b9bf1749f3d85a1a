import { single } from '../quote.js'
import { code, file, type Snippet, type SnippetStep, terminal } from './snippet.js'

const install = (name: string) => terminal('Install', `npm install ${name}`)

const nodeInit = (dsn: string): SnippetStep =>
  file(
    'Load it before everything else',
    'instrument.mjs',
    'javascript',
    `
import * as Sentry from '@sentry/node'

Sentry.init({ dsn: ${single(dsn)} })
`,
  )

const run = terminal('Start your app with it', 'node --import ./instrument.mjs app.mjs')

const throwLater = code(
  'Send a first error',
  'javascript',
  `
setTimeout(() => {
  throw new Error('Hello from my app')
})
`,
)

const route = (text: string) => code('Send a first error', 'javascript', text)

/** A front-end SDK: one `init` in the entry file. */
function browser(name: string, entry: string, more: (init: string) => string, language = 'javascript'): Snippet {
  return (dsn) => [
    install(name),
    file('Start it in the entry file', entry, language, more(`Sentry.init({ dsn: ${single(dsn)} })`)),
    throwLater,
  ]
}

export const node: Snippet = (dsn) => [install('@sentry/node'), nodeInit(dsn), run, throwLater]

export const express: Snippet = (dsn) => [
  install('@sentry/node'),
  nodeInit(dsn),
  file(
    'Report errors of routes, after all of them',
    'app.mjs',
    'javascript',
    `
import * as Sentry from '@sentry/node'

Sentry.setupExpressErrorHandler(app)
`,
  ),
  run,
  route(`
app.get('/debug-error', () => {
  throw new Error('Hello from Express')
})
`),
]

export const koa: Snippet = (dsn) => [
  install('@sentry/node'),
  nodeInit(dsn),
  file(
    'Report errors of middleware, before all of it',
    'app.mjs',
    'javascript',
    `
import * as Sentry from '@sentry/node'

Sentry.setupKoaErrorHandler(app)
`,
  ),
  run,
  route(`
app.use(() => {
  throw new Error('Hello from Koa')
})
`),
]

export const fastify: Snippet = (dsn) => [
  install('@sentry/node'),
  nodeInit(dsn),
  file(
    'Report errors of routes',
    'app.mjs',
    'javascript',
    `
import * as Sentry from '@sentry/node'

Sentry.setupFastifyErrorHandler(app)
`,
  ),
  run,
  route(`
app.get('/debug-error', async () => {
  throw new Error('Hello from Fastify')
})
`),
]

export const nest: Snippet = (dsn) => [
  install('@sentry/nestjs'),
  file(
    'Load it before everything else',
    'src/instrument.ts',
    'typescript',
    `
import * as Sentry from '@sentry/nestjs'

Sentry.init({ dsn: ${single(dsn)} })
`,
  ),
  file('Import it first', 'src/main.ts', 'typescript', `import './instrument'`),
  file(
    'Report what no filter of yours catches',
    'src/app.module.ts',
    'typescript',
    `
import { Module } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { SentryGlobalFilter, SentryModule } from '@sentry/nestjs/setup'

@Module({
  imports: [SentryModule.forRoot()],
  providers: [{ provide: APP_FILTER, useClass: SentryGlobalFilter }],
})
export class AppModule {}
`,
  ),
  code(
    'Send a first error',
    'typescript',
    `
@Get('/debug-error')
fail() {
  throw new Error('Hello from Nest')
}
`,
  ),
]

export const bun: Snippet = (dsn) => [
  terminal('Install', 'bun add @sentry/bun'),
  file(
    'Load it before everything else',
    'instrument.ts',
    'typescript',
    `
import * as Sentry from '@sentry/bun'

Sentry.init({ dsn: ${single(dsn)} })
`,
  ),
  terminal('Start your app with it', 'bun --preload ./instrument.ts app.ts'),
  throwLater,
]

export const deno: Snippet = (dsn) => [
  file(
    'Start it first',
    'main.ts',
    'typescript',
    `
import * as Sentry from 'npm:@sentry/deno'

Sentry.init({ dsn: ${single(dsn)} })
`,
  ),
  throwLater,
]

export const javascript = browser(
  '@sentry/browser',
  'main.js',
  (init) => `
import * as Sentry from '@sentry/browser'

${init}
`,
)

export const react = browser(
  '@sentry/react',
  'main.jsx',
  (init) => `
import * as Sentry from '@sentry/react'
import { createRoot } from 'react-dom/client'

${init}

createRoot(document.getElementById('root'), {
  onUncaughtError: Sentry.reactErrorHandler(),
  onCaughtError: Sentry.reactErrorHandler(),
  onRecoverableError: Sentry.reactErrorHandler(),
}).render(<App />)
`,
)

export const vue = browser(
  '@sentry/vue',
  'main.js',
  (init) => `
import * as Sentry from '@sentry/vue'
import { createApp } from 'vue'
import App from './App.vue'

const app = createApp(App)
${init.replace('{ dsn', '{ app, dsn')}
app.mount('#app')
`,
)

export const svelte = browser(
  '@sentry/svelte',
  'main.js',
  (init) => `
import * as Sentry from '@sentry/svelte'
import { mount } from 'svelte'
import App from './App.svelte'

${init}

export default mount(App, { target: document.getElementById('app') })
`,
)

export const angular: Snippet = (dsn) => [
  install('@sentry/angular'),
  file(
    'Start it first',
    'src/main.ts',
    'typescript',
    `
import * as Sentry from '@sentry/angular'

Sentry.init({ dsn: ${single(dsn)} })
`,
  ),
  file(
    'Report errors of components',
    'src/app/app.config.ts',
    'typescript',
    `
import { type ApplicationConfig, ErrorHandler } from '@angular/core'
import * as Sentry from '@sentry/angular'

export const appConfig: ApplicationConfig = {
  providers: [{ provide: ErrorHandler, useValue: Sentry.createErrorHandler() }],
}
`,
  ),
  throwLater,
]

export const next: Snippet = (dsn) => [
  install('@sentry/nextjs'),
  file(
    'In the browser',
    'instrumentation-client.ts',
    'typescript',
    `
import * as Sentry from '@sentry/nextjs'

Sentry.init({ dsn: ${single(dsn)} })

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart
`,
  ),
  file(
    'On the server',
    'instrumentation.ts',
    'typescript',
    `
import * as Sentry from '@sentry/nextjs'

export function register() {
  Sentry.init({ dsn: ${single(dsn)} })
}

export const onRequestError = Sentry.captureRequestError
`,
  ),
  file(
    'Let it into the build',
    'next.config.ts',
    'typescript',
    `
import { withSentryConfig } from '@sentry/nextjs'

export default withSentryConfig({}, { silent: true, telemetry: false })
`,
  ),
  file(
    'Send a first error',
    'app/api/debug-error/route.ts',
    'typescript',
    `
export const dynamic = 'force-dynamic'

export function GET() {
  throw new Error('Hello from Next.js')
}
`,
  ),
]

export const electron: Snippet = (dsn) => [
  install('@sentry/electron'),
  file(
    'In the main process',
    'main.js',
    'javascript',
    `
import * as Sentry from '@sentry/electron/main'

Sentry.init({ dsn: ${single(dsn)} })
`,
  ),
  file(
    'In every renderer',
    'renderer.js',
    'javascript',
    `
import * as Sentry from '@sentry/electron/renderer'

Sentry.init()
`,
  ),
  throwLater,
]

export const reactNative: Snippet = (dsn) => [
  install('@sentry/react-native'),
  file(
    'Start it around the app',
    'App.tsx',
    'typescript',
    `
import * as Sentry from '@sentry/react-native'

Sentry.init({ dsn: ${single(dsn)} })

export default Sentry.wrap(App)
`,
  ),
  code(
    'Send a first error',
    'typescript',
    `
<Button title="Fail" onPress={() => { throw new Error('Hello from React Native') }} />
`,
  ),
]
