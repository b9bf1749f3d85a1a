// One error, as an application reports it. argv: name of the package, DSN.
const [, , name, dsn] = process.argv
const load = {
  'sentry-node-7': () => require('sentry-node-7'),
  'sentry-node-8': () => require('sentry-node-8'),
  'sentry-node-9': () => require('sentry-node-9'),
  'sentry-node-10': () => require('sentry-node-10'),
  '@sentry/node': () => require('@sentry/node'),
}
const Sentry = load[name]()

Sentry.init({
  dsn,
  release: 'shop@1.2.3',
  environment: 'production',
  // Later versions ask before they send what users may not want to share.
  sendDefaultPii: true,
})

function loadCart(userId) {
  const cart = undefined
  return cart.items.concat(userId)
}

function checkout(userId) {
  try {
    return loadCart(userId)
  } catch (cause) {
    throw new Error(`Checkout failed with ${name}`, { cause })
  }
}

Sentry.setTag('shop', 'tea')
Sentry.setUser({ id: '42', email: 'grace@example.com', username: 'grace' })
Sentry.addBreadcrumb({ category: 'cart', message: 'opened the cart', level: 'info', data: { items: 3 } })
try {
  checkout('42')
} catch (error) {
  Sentry.captureException(error)
}
Sentry.flush(8000).then((isSent) => process.exit(isSent ? 0 : 1))
