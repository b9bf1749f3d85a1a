import { type Bug, bug, thrown } from './bug.js'

const node = (fn: string, path: string, lineno: number, extra: object = {}) => ({
  function: fn,
  filename: path,
  abs_path: path,
  module: path.replace(/^.*\//, '').replace(/\.[cm]?[jt]s$/, ''),
  lineno,
  colno: 11,
  in_app: !path.includes('node_modules') && !path.startsWith('node:'),
  ...extra,
})
const express = (version: number) =>
  version === 4
    ? [
        node('Layer.handle [as handle_request]', '/srv/app/node_modules/express/lib/router/layer.js', 95),
        node('next', '/srv/app/node_modules/express/lib/router/route.js', 149),
      ]
    : [
        node('Layer.handleRequest', '/srv/app/node_modules/router/lib/layer.js', 152),
        node('next', '/srv/app/node_modules/router/lib/route.js', 157),
      ]
const tick = (version: number) =>
  node(
    'process.processTicksAndRejections',
    version > 14 ? 'node:internal/process/task_queues' : 'internal/process/task_queues.js',
    95,
  )

const chrome = (fn: string, path: string, lineno: number, colno: number) => ({
  function: fn,
  filename: `https://shop.example${path}`,
  lineno,
  colno,
  in_app: true,
})

const pay = (root: string, shift: number, version: number, value: string, nodeVersion = 20) =>
  thrown('node', {
    type: 'TypeError',
    value,
    frames: [
      tick(nodeVersion),
      ...express(version),
      node('checkout', `${root}/src/routes/checkout.js`, 41 + shift, { context_line: '  await pay(order)' }),
      node('pay', `${root}/src/payments/pay.js`, 12 + shift, { context_line: '  return order.card.token.slice(0, 4)' }),
    ],
  })

const wrapped = (caller: string, value: string) =>
  thrown('node', {
    type: 'Error',
    value,
    frames: [
      node('handle', '/srv/app/src/server.js', 8),
      node(caller, `/srv/app/src/${caller}.js`, 20),
      node('fail', '/srv/app/src/errors.js', 3, { context_line: '  throw new Error(text)' }),
    ],
  })

const minified = (hash: string, names: readonly string[], value: string, column = 0) =>
  thrown('javascript', {
    type: 'TypeError',
    value,
    frames: names.map((name, at) => chrome(name, `/assets/index-${hash}.js`, 1, 4000 + column + at * 977)),
  })

const refused = (host: string) =>
  thrown('node', {
    type: 'Error',
    value: `connect ECONNREFUSED ${host}`,
    frames: [node('TCPConnectWrap.afterConnect [as oncomplete]', 'node:net', 1595)],
  })

export const JAVASCRIPT: readonly Bug[] = [
  bug(
    'order without a card, deployed here and there, with Express 4 and 5, Node 14 to 22',
    pay('/srv/app/releases/41', 0, 4, "Cannot read properties of undefined (reading 'token')"),
    pay('/srv/app/releases/42', 3, 4, "Cannot read properties of undefined (reading 'token')"),
    pay('/home/ann/shop', 3, 5, "Cannot read properties of undefined (reading 'token')", 22),
    pay('C:\\shop', 9, 4, "Cannot read property 'token' of undefined", 14),
  ),
  bug(
    'order without a user, thrown in the same function',
    thrown('node', {
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'name')",
      frames: [
        ...express(4),
        node('checkout', '/srv/app/src/routes/checkout.js', 41, { context_line: '  await pay(order)' }),
        node('pay', '/srv/app/src/payments/pay.js', 19, { context_line: '  log(order.user.name)' }),
      ],
    }),
    thrown('node', {
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'name')",
      frames: [
        ...express(5),
        node('checkout', '/srv/app/src/routes/checkout.js', 44, { context_line: '  await pay(order, options)' }),
        node('pay', '/srv/app/src/payments/pay.js', 22, { context_line: '  log(order.user.name)' }),
      ],
    }),
  ),
  bug('a wrapper that fails for refunds', wrapped('refund', 'no refund 17'), wrapped('refund', 'no refund 9981')),
  bug('the same wrapper that fails for shipping', wrapped('ship', 'no parcel'), wrapped('ship', 'no address')),
  bug(
    'a bundle whose names change with each build',
    minified('Z4BF3OJZ', ['t', 'e', 'o'], "Cannot read properties of null (reading 'focus')"),
    minified('DWRKyvJ-', ['n', 'r', 'i'], "Cannot read properties of null (reading 'focus')", 812),
    minified('9fe21cab', ['a', 's', 'l'], "Cannot read properties of null (reading 'focus')", 77),
  ),
  bug(
    'another fault in the same bundle',
    minified('Z4BF3OJZ', ['t', 'e', 'u'], 'cart.items is not iterable'),
    minified('DWRKyvJ-', ['n', 'r', 'c'], 'cart.items is not iterable', 812),
  ),
  bug(
    'the same fault in Chrome, Firefox and Safari, minified',
    minified('k3Xv9Q2a', ['d', 'p'], "Cannot read properties of undefined (reading 'price')"),
    minified('k3Xv9Q2a', ['d', 'p'], 'can\'t access property "price", e is undefined'),
    minified('k3Xv9Q2a', ['d', 'p'], "undefined is not an object (evaluating 'e.price')"),
  ),
  bug(
    'the same fault in Chrome, Firefox and Safari, with names',
    ...(
      [
        [
          "Cannot read properties of undefined (reading 'total')",
          ['HTMLButtonElement.<anonymous>', 'Cart.update', 'render'],
        ],
        ['can\'t access property "total", cart is undefined', ['initCart/<', 'update', 'render']],
        ["undefined is not an object (evaluating 'cart.total')", ['?', 'update', 'render']],
      ] as const
    ).map(([value, names]) =>
      thrown('javascript', {
        type: 'TypeError',
        value,
        frames: names.map((name, at) => chrome(name, '/js/cart.js', 20 + at, 7)),
      }),
    ),
  ),
  bug(
    'the network is away, as each browser says it',
    ...['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed'].map((value) =>
      thrown('javascript', { type: 'TypeError', value, mechanism: { type: 'onunhandledrejection', handled: false } }),
    ),
  ),
  bug('the database refuses, whichever host', refused('10.0.0.4:5432'), refused('10.0.0.9:5432'), refused('::1:5432')),
  bug(
    'the database is not found',
    ...['db-1.internal', 'db-2.internal'].map((host) =>
      thrown('node', {
        type: 'Error',
        value: `getaddrinfo ENOTFOUND ${host}`,
        frames: [node('GetAddrInfoReqWrap.onlookup [as oncomplete]', 'node:dns', 107)],
      }),
    ),
  ),
  bug(
    'endless recursion, however deep',
    ...[40, 41, 47].map((depth) =>
      thrown('javascript', {
        type: 'RangeError',
        value: 'Maximum call stack size exceeded',
        frames: Array.from({ length: depth }, (_, at) =>
          chrome((at + depth) % 2 ? 'walk' : 'visit', '/js/tree.js', 5, 3),
        ),
      }),
    ),
  ),
  bug(
    'a cause in the database behind a failed checkout',
    ...[1, 2].map((id) =>
      thrown(
        'node',
        {
          type: 'DatabaseError',
          value: `deadlock detected in tx ${id}`,
          frames: [
            node('Client.query', '/srv/app/node_modules/pg/client.js', 5),
            node('save', '/srv/app/src/store.js', 9),
          ],
        },
        {
          type: 'CheckoutError',
          value: `order ${id} failed`,
          frames: [...express(4), node('checkout', '/srv/app/src/routes/checkout.js', 50)],
        },
      ),
    ),
  ),
  bug(
    'a failed checkout because of the bank',
    thrown(
      'node',
      { type: 'BankError', value: 'declined', frames: [node('charge', '/srv/app/src/bank.js', 9)] },
      {
        type: 'CheckoutError',
        value: 'order 7 failed',
        frames: [...express(4), node('checkout', '/srv/app/src/routes/checkout.js', 50)],
      },
    ),
  ),
  bug(
    'a message with ids, with and without the stack that the SDK adds',
    { platform: 'node', message: 'Order 4711 of ann@example.com has no items' },
    {
      platform: 'node',
      message: 'Order 12 of bob@example.com has no items',
      exception: [
        {
          type: 'Error',
          value: 'Order 12 of bob@example.com has no items',
          mechanism: { type: 'generic', synthetic: true },
          stacktrace: { frames: [node('warn', '/srv/app/src/log.js', 3)] },
        },
      ],
    },
  ),
  bug(
    'another message through the same logger',
    {
      platform: 'node',
      message: 'Basket is empty',
      exception: [
        {
          type: 'Error',
          value: 'Basket is empty',
          mechanism: { type: 'generic', synthetic: true },
          stacktrace: { frames: [node('warn', '/srv/app/src/log.js', 3)] },
        },
      ],
    },
    { platform: 'node', message: 'Basket is empty' },
  ),
  bug(
    'a chunk that is gone after a deployment',
    ...['158', '7', '2044'].map((chunk) =>
      thrown('javascript', {
        type: 'ChunkLoadError',
        value: `Loading chunk ${chunk} failed.\n(error: https://shop.example/${chunk}.9fe21cab.js)`,
      }),
    ),
  ),
  bug(
    'an answer that is no JSON',
    ...[
      'Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
      'Unexpected token < in JSON at position 0',
      'JSON.parse: unexpected character at line 1 column 1 of the JSON data',
    ].map((value) =>
      thrown('javascript', { type: 'SyntaxError', value, frames: [chrome('JSON.parse', '/js/api.js', 3, 3)] }),
    ),
  ),
  bug(
    'a timeout of one job, whichever id',
    ...['cus_9s6XKzkNRiz8i3', 'cus_Nf3bq0PLk29XaW'].map((id) => ({
      platform: 'node',
      message: `Job for ${id} timed out after 30s`,
    })),
  ),
  // A person sees that these are one; their names hold nothing that a machine could see.
  bug(
    'users of unlike names who are not found',
    { platform: 'node', message: 'No user called Ann Meyer' },
    { platform: 'node', message: 'No user called Bob' },
  ),
  // The same stack, type and line: only the text tells them apart, and for a strong stack it does not count.
  bug('a validator that wants an address', validated('street is missing')),
  bug('the same validator that wants a positive amount', validated('amount must be positive')),
]

function validated(value: string): object {
  const frames = [
    ...express(4),
    node('create', '/srv/app/src/orders.js', 9),
    node('validate', '/srv/app/src/validate.js', 31),
  ]
  return thrown('node', { type: 'ValidationError', value, frames })
}
