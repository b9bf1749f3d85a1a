import * as Sentry from '@sentry/browser'

const query = new URLSearchParams(location.search)

Sentry.init({ dsn: query.get('dsn'), release: 'shop@2', environment: 'browser' })
Sentry.setUser({ id: '7' })

document.querySelector('button').addEventListener('click', function pay() {
  throw new RangeError('No such <b>card</b>')
})

document.querySelector('button + button').addEventListener('click', () => {
  const eventId = Sentry.captureMessage('Somebody tells us')
  const onClose = () => document.body.append('The dialog is closed.')
  Sentry.showReportDialog({ eventId, onClose, ...JSON.parse(query.get('dialog') ?? '{}') })
})
