import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../test/normalized.js'
import { GROUPING_VERSIONS, groupEvent } from './index.js'

const frame = (name: string, rest: object = {}) => ({
  function: name,
  filename: `/srv/app/${name}.js`,
  in_app: true,
  ...rest,
})
const thrown = (platform: string, type: string, frames: readonly object[], rest: object = {}) => ({
  platform,
  exception: [{ type, value: `order 17 of 10.0.0.1 failed`, stacktrace: { frames }, ...rest }],
})

const EVENTS: Readonly<Record<string, object>> = {
  'a strong stack': thrown('node', 'TypeError', [frame('run', { in_app: false }), frame('main'), frame('pay')]),
  'a weak stack': thrown('node', 'Error', [frame('main')]),
  'a minified stack': thrown('javascript', 'Error', [
    { function: 't', filename: 'https://h.example/index-Z4BF3OJZ.js', lineno: 1, colno: 9000, in_app: true },
    { function: 'e', filename: 'https://h.example/index-Z4BF3OJZ.js', lineno: 1, colno: 12_000, in_app: true },
  ]),
  'a line of Python': thrown('python', 'KeyError', [
    { module: 'shop.views', function: 'cart', context_line: 'x = basket["total"] * 2', in_app: true },
    { module: 'shop.cart', function: 'total', context_line: 'return self.rows["a"] + 17', in_app: true },
  ]),
  'Java behind a proxy': thrown('java', 'IllegalStateException', [
    { module: 'com.acme.Cart$$EnhancerBySpringCGLIB$$1a2b', function: 'total', in_app: true },
    { module: 'com.acme.Cart', function: 'lambda$total$3', in_app: true },
  ]),
  'a native crash': thrown(
    'native',
    'SIGSEGV',
    [{ function: 'int Shop::run(int)' }, { function: 'Shop::pay(Order const&)' }],
    {
      mechanism: { type: 'signalhandler', synthetic: true },
    },
  ),
  'a message': { platform: 'go', message: 'user 7d0e9a70-1c2d-4f5a-8b6c-0123456789ab took 12ms' },
  'a fingerprint': { message: 'x', fingerprint: ['{{ default }}', '{{ level }}', 'ä'] },
  'a checksum': { message: 'x', checksum: 'mine' },
  'a blocked image': { csp: { effective_directive: 'img-src', blocked_uri: 'https://ads.example/a.png' } },
  nothing: { platform: 'ruby', transaction: 'GET /orders/17' },
}

/**
 * What was stored was grouped by these engines, so none of their hashes may ever change: a fix is a new engine. Who
 * changes a line here forks the issues of everybody.
 */
const GOLDEN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  g0: {
    'a strong stack': ['05682bcfe41bce4965346b119096fbb3'],
    'a weak stack': ['408fca55e26ce89ca3f56c718514bb31'],
    'a minified stack': ['f8b40cef9f9e4bd8c473b6aa0d148ddb'],
    'a line of Python': ['445440d1fa586626b21fde5a2e571cbb'],
    'Java behind a proxy': ['a07b722d8a391c70691d24d834a15aa7'],
    'a native crash': ['cc1f7b59da55835dbad255d37d2c439f'],
    'a message': ['f7e854fb2cd7f1ee760f427edd9b1bfb'],
    'a fingerprint': ['4ff1d0de4b208d3d6333228109390c50'],
    'a checksum': ['047abb1c9f37f6383f66e12f9074d11b'],
    'a blocked image': ['c277c6ebff57a694a7061a5b8fbc8172'],
    nothing: ['aac3d2b8fb32f7daa66443c4b7f64d90'],
  },
  g1: {
    'a strong stack': ['95773ed8e636e124299c5f1812f1bf9f', '14d86846e58b67a08a1a6556ddb88ccf'],
    'a weak stack': ['8988e5e4e61a9de335bfb4755e2ebb43'],
    'a minified stack': ['170aee5c975ab034ea99807a7d0f54c2'],
    'a line of Python': ['4c5d45b3ff80dc2695e1b0aab5831e3c'],
    'Java behind a proxy': ['b316a6c3d7300a2182b66abc674fb9e3'],
    'a native crash': ['fe17fb0fb71291d48b70067e7518e124'],
    'a message': ['1e409eac87d1652b4ae8f37853fa6c66'],
    'a fingerprint': ['033ad1f3e152221e473e28639d52f63f'],
    'a checksum': ['b50465b7a2ac80b993e847018b11d4e1'],
    'a blocked image': ['ef32dfbd64c45566f975e1168b6a4d91'],
    nothing: ['df58c9f67e85955a2603905384b5e6fc'],
  },
}

describe.each(GROUPING_VERSIONS)('the engine %s', (version) => {
  it.each(Object.entries(EVENTS))('gives the hashes that it always gave: %s', (name, event) => {
    expect(groupEvent(normalized(event), { version }).hashes).toEqual(GOLDEN[version]?.[name])
  })
})
