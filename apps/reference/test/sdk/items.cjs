// Everything but errors alone, as an application reports it. argv: DSN.
const Sentry = require('@sentry/node')

const [, , dsn] = process.argv

Sentry.init({ dsn, release: 'shop@1.2.3', environment: 'production' })

Sentry.getCurrentScope().addAttachment({ filename: 'cart.log', data: 'opened the cart\n', contentType: 'text/plain' })
Sentry.getCurrentScope().addAttachment({ filename: 'shot.png', data: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 10, 0]) })
const eventId = Sentry.captureException(new Error('Checkout failed'))

Sentry.captureFeedback(
  { message: 'The basket is empty again.', name: 'Grace', email: 'grace@example.com', associatedEventId: eventId },
  { attachments: [] },
)

const schedule = { type: 'crontab', value: '0 3 * * *' }
const checkInId = Sentry.captureCheckIn({ monitorSlug: 'nightly', status: 'in_progress' }, { schedule })
Sentry.captureCheckIn({ checkInId, monitorSlug: 'nightly', status: 'ok', duration: 1.5 })

const everyHour = {
  schedule: { type: 'interval', value: 1, unit: 'hour' },
  failureIssueThreshold: 1,
  timezone: 'Asia/Tokyo',
}
try {
  Sentry.withMonitor(
    'fails',
    () => {
      throw new Error('No disk')
    },
    everyHour,
  )
} catch {
  // The job's own error: what is told of the run is the matter here.
}

async function end() {
  // The session hears of the error once that is on its way.
  const isSent = await Sentry.flush(8000)
  Sentry.endSession()
  process.exit(isSent && (await Sentry.flush(8000)) ? 0 : 1)
}

void end()
