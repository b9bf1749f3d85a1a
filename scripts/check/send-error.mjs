// `node scripts/check/send-error.mjs DSN MESSAGE`: one error by the real SDK.
import { createRequire } from 'node:module'

const Sentry = createRequire(new URL('../../apps/reference/package.json', import.meta.url))('@sentry/node')
const [dsn, message] = process.argv.slice(2)
Sentry.init({ dsn })
Sentry.captureException(new Error(message, { cause: new RangeError('no such article') }))
if (!(await Sentry.flush(10_000))) throw new Error('the SDK could not send within ten seconds')
