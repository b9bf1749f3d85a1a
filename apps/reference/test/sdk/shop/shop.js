import * as Sentry from '@sentry/browser'

Sentry.init({ dsn: new URLSearchParams(location.search).get('dsn'), release: 'shop@2', environment: 'browser' })
Sentry.setUser({ id: '7' })

document.querySelector('button').addEventListener('click', function pay() {
  throw new RangeError('No such <b>card</b>')
})
