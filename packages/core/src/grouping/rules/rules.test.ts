import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../../test/normalized.js'
import { groupEvent } from '../group.js'
import { compileGlob } from './glob.js'
import { compileGroupingRules } from './index.js'

const event = normalized({
  platform: 'node',
  logger: 'shop.pay',
  level: 'warning',
  release: 'shop@2.1.0',
  transaction: 'GET /orders',
  tags: { region: 'eu', 'odd key': 'x' },
  sdk: { name: 'sentry.javascript.node', version: '11.0.0' },
  message: 'Paying order 17 failed',
  exception: [
    { type: 'CauseError', value: 'connection refused' },
    {
      type: 'PayError',
      value: 'order 17',
      mechanism: { type: 'onunhandledrejection', handled: false },
      stacktrace: {
        frames: [
          {
            function: 'handle',
            module: 'express:router',
            abs_path: '/srv/app/node_modules/express/router.js',
            in_app: false,
          },
          { function: 'main', module: 'shop:main', abs_path: '/srv/app/main.js', in_app: true },
          { function: 'wrap', module: 'acme:wrap', abs_path: 'C:\\srv\\app\\vendor\\wrap.js', in_app: true },
          { function: 'pay', module: 'shop:pay', abs_path: '/srv/app/pay.js', in_app: true },
        ],
      },
    },
  ],
})

const errorsOf = (text: object) => {
  const { errors } = compileGroupingRules(text)
  return [...errors.fingerprint, ...errors.stack]
}
const hashes = (text: { fingerprint?: string; stack?: string }, of = event) => {
  expect(errorsOf(text)).toEqual([])
  return groupEvent(of, { rules: compileGroupingRules(text).rules }).hashes
}
const byHand = (...parts: readonly string[]) => groupEvent({ ...event, fingerprint: parts }).hashes

describe('a fingerprint rule', () => {
  it.each([
    'error.type:PayError',
    'type:Pay*',
    'type:PayErro?',
    '!type:Other*',
    'error.value:"Order *"',
    'message:"paying*failed"',
    'message:"*REFUSED"',
    'logger:shop.*',
    'level:WARNING',
    'release:shop@2.*',
    'transaction:"GET /orders"',
    'sdk:sentry.javascript.*',
    'family:javascript,native',
    'error.mechanism:onunhandledrejection',
    'tags.region:eu',
    'tags."odd key":x',
    '!tags.server:*',
    'stack.function:pay',
    'stack.module:shop:*',
    'path:**/vendor/**',
    'path:"C:/srv/**"',
    'stack.abs_path:/srv/*/pay.js',
    'function:pay app:yes',
    'type:PayError value:"order *" function:pay module:shop:pay',
    'platform:node',
  ])('applies where all of it fits: %s', (matchers) => {
    expect(hashes({ fingerprint: `${matchers} -> mine` })).toEqual(byHand('mine'))
  })

  it.each([
    'type:payerror',
    'type:Pay',
    '!type:*',
    'family:native',
    'tags.region:us',
    'tags.server:*',
    'path:/srv/*.js',
    'function:pay app:no',
    'type:CauseError value:"order *"',
    'function:pay module:express:*',
    'type:PayError level:error',
  ])('leaves others alone: %s', (matchers) => {
    expect(hashes({ fingerprint: `${matchers} -> mine` })).toEqual(groupEvent(event).hashes)
  })

  it('goes before the fingerprint that the client sent, and the first that applies decides', () => {
    const fingerprint = 'type:Other -> a\ntype:PayError -> b\n# a comment\n\ntype:PayError -> c'
    expect(hashes({ fingerprint }, { ...event, fingerprint: ['client'] })).toEqual(byHand('b'))
  })

  it.each([
    ['{{ type }}', 'PayError'],
    ['{{ error.value }}', 'order <number>'],
    ['{{ message }}', 'Paying order <number> failed'],
    ['{{ function }}', 'pay'],
    ['{{ module }}', 'shop:pay'],
    ['{{ stack.abs_path }}', '/srv/app/pay.js'],
    ['{{ transaction }}', 'GET /orders'],
    ['{{ tags.region }}', 'eu'],
    ['{{ tags.server }}', '<no-value-for-tag-server>'],
    ['{{ package }}', '<no-package>'],
    ['"pay in {{ tags.region }}"', 'pay in eu'],
    ['pay-{{ level }}', 'pay-warning'],
  ])('fills in %s', (part, wanted) => {
    expect(hashes({ fingerprint: `type:PayError -> ${part}` })).toEqual(byHand(wanted))
  })

  it('with the default follows the event as well', () => {
    expect(hashes({ fingerprint: 'type:PayError -> {{ default }}, {{ tags.region }}' })).toEqual(
      byHand('{{ default }}', 'eu'),
    )
  })

  it('can set a title alone, or beside a fingerprint', () => {
    const titleOf = (fingerprint: string) =>
      groupEvent(event, { rules: compileGroupingRules({ fingerprint }).rules }).title
    expect(titleOf('type:PayError -> pay title="Paying failed in {{ tags.region }}"')).toBe('Paying failed in eu')
    expect(hashes({ fingerprint: 'type:PayError -> title="x"' })).toEqual(groupEvent(event).hashes)
    expect(titleOf('type:Other -> pay title="x"')).toBeNull()
  })
})

describe('a stack rule', () => {
  const withFrames = (change: (names: readonly string[]) => readonly string[]) => {
    const { exception, ...rest } = event
    const values = exception!.values.map((one) => {
      const frames = one.stacktrace?.frames ?? []
      const kept = change(frames.map((frame) => frame.function!))
      return one.stacktrace === undefined
        ? one
        : { ...one, stacktrace: { frames: frames.filter((frame) => kept.includes(frame.function!)) } }
    })
    return groupEvent({ ...rest, exception: { values } } as typeof event).hashes
  }

  it.each<[string, readonly string[]]>([
    ['stack.function:wrap -group', ['wrap']],
    ['stack.module:acme:* -group', ['wrap']],
    ['path:**/vendor/** -group', ['wrap']],
    ['stack.function:main v-group', ['handle']],
    ['stack.function:wrap v-group -group', ['handle', 'main', 'wrap']],
    ['stack.function:pay error.type:PayError -group', ['pay']],
    ['[ stack.function:main ] | stack.function:* -group', ['wrap']],
    ['stack.function:* | [ stack.function:pay ] -group', ['wrap']],
    ['stack.function:wrap category=helper\ncategory:helper -group', ['wrap']],
    ['app:no -group', ['handle']],
    ['stack.function:* -group\nstack.function:main +group\nstack.function:pay +group', ['handle', 'wrap']],
    ['family:javascript max-frames=2', ['handle', 'main']],
  ])('takes frames out: %s', (stack, without) => {
    expect(hashes({ stack })[0]).toBe(withFrames((names) => names.filter((name) => !without.includes(name)))[0])
  })

  it('says which frames are of the app', () => {
    const [ofApp, ofAll] = hashes({ stack: 'stack.function:wrap -app' })
    expect(ofApp).toBe(withFrames((names) => names.filter((name) => name !== 'wrap'))[0])
    expect(ofAll).toBe(groupEvent(event).hashes[1])
    expect(hashes({ stack: 'stack.function:main ^-app' })[0]).toBe(
      withFrames((names) => names.filter((name) => !['wrap', 'pay'].includes(name)))[0],
    )
    expect(hashes({ stack: 'path:**/node_modules/** +app' })).toHaveLength(1)
  })

  it('can want more frames than there are', () => {
    expect(hashes({ stack: 'family:javascript min-frames=9' })).toHaveLength(1)
  })

  it('only touches errors that it is about', () => {
    expect(hashes({ stack: 'error.type:Other stack.function:wrap -group' })).toEqual(groupEvent(event).hashes)
  })
})

describe('a faulty rule', () => {
  it.each<[string, number, number, string]>([
    ['type:A', 1, 7, 'wanted "->" or another matcher, found the end of the line'],
    ['type:A ->', 1, 10, 'nothing stands behind "->"'],
    ['-> a', 1, 1, 'wanted a matcher, found "->"'],
    ['# fine\n\ntyp:A -> a', 3, 1, '"typ" is no matcher'],
    ['type:A foo:1 -> a', 1, 8, '"foo" is no matcher'],
    ['type: -> a', 1, 6, 'a value is missing behind type:'],
    ['type:"A -> a', 1, 6, 'the quoted text has no end'],
    ['type:A -> {{ nonsense }}', 1, 11, '"nonsense" is no variable'],
    ['type:A -> {{ default', 1, 11, 'cannot read "{{"'],
    ['type:A -> a colour="red"', 1, 13, '"colour" is no attribute'],
    ['app:maybe -> a', 1, 1, '"maybe" is neither yes nor no'],
    ['category:x -> a', 1, 1, '"category" cannot be asked here'],
  ])('%j is named with its place', (fingerprint, line, column, message) => {
    const [first] = errorsOf({ fingerprint })
    expect(first).toMatchObject({ line, column, message })
    expect(first!.remedy).not.toBe('')
  })

  it.each<[string, number, number, string]>([
    ['function:x', 1, 11, 'wanted an action, found the end of the line'],
    ['function:x +nothing', 1, 12, 'wanted an action, found "+nothing"'],
    ['function:x -group max-frames=x', 1, 19, 'wanted an action, found "max-frames=x"'],
    ['[ function:x ] function:y -group', 1, 16, 'wanted "|" behind "[…]", found "function:y"'],
    ['[ function:x | function:y -group', 1, 14, 'wanted "]", found "|"'],
    ['level:error -app', 1, 1, '"level" cannot be asked here'],
  ])('of stacks: %j is named with its place', (stack, line, column, message) => {
    expect(errorsOf({ stack })[0]).toMatchObject({ line, column, message })
  })

  it('takes no other with it', () => {
    const { rules, errors } = compileGroupingRules({ fingerprint: 'nonsense\ntype:A -> a' })
    expect(rules.fingerprint.map(({ line }) => line)).toEqual([2])
    expect(errors.fingerprint).toHaveLength(1)
  })

  it('is one of too many', () => {
    expect(errorsOf({ fingerprint: 'type:A -> a\n'.repeat(501) })).toMatchObject([
      { line: 501, message: 'more than 500 rules' },
    ])
  })

  it('never throws, whatever the text', () => {
    const pieces = [
      'type:A',
      '->',
      '{{ default }}',
      '"',
      '[',
      ']',
      '|',
      '+app',
      '^-group',
      '!',
      ',',
      'title="',
      '#',
      ':',
      ' ',
      '\n',
      'max-frames=3',
      '\\',
    ]
    let state = 3
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 12 }, () => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
        return pieces[state % pieces.length]
      }).join(round % 2 === 0 ? ' ' : '')
      expect(() => compileGroupingRules({ fingerprint: text, stack: text })).not.toThrow()
    }
  })
})

describe('a glob', () => {
  it.each<[string, string, boolean]>([
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abcb', false],
    ['a?c', 'abc', true],
    ['*b*', 'abc', true],
    ['a**c', 'a/b/c', true],
    ['ab', 'abc', false],
    ['a*a', 'a', false],
    ['*a?', 'xaab', true],
  ])('%s and %j', (pattern, text, wanted) => {
    expect(compileGlob(pattern)(text)).toBe(wanted)
  })

  it.each<[string, string, boolean]>([
    ['**/vendor/**', 'vendor/x.js', true],
    ['**/vendor/**', '/srv/Vendor/a/b.js', true],
    ['/srv/*/a.js', '/srv/x/a.js', true],
    ['/srv/*/a.js', '/srv/x/y/a.js', false],
    ['/srv/**/a.js', '/srv/x/y/a.js', true],
    ['C:/x/*', 'c:\\X\\a', true],
    ['**.js', '/a/b.js', true],
  ])('of paths: %s and %s', (pattern, path, wanted) => {
    expect(compileGlob(pattern, { isPath: true })(path)).toBe(wanted)
  })

  it('takes its time for no text', () => {
    const start = performance.now()
    compileGlob(`${'*a'.repeat(100)}b`)('a'.repeat(5000))
    compileGlob(`${'?*a*'.repeat(100)}b`, { isPath: true })('a'.repeat(5000))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
