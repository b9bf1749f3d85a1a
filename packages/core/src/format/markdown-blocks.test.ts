import { describe, expect, it } from '@jest/globals'
import { parseMarkdown } from './markdown-blocks.js'
import { parseInline } from './markdown-inline.js'

const paragraph = (...content: ReturnType<typeof parseInline>) => ({ kind: 'paragraph', content })

describe('the markdown of a comment', () => {
  it.each<[name: string, text: string, inlines: ReturnType<typeof parseInline>]>([
    ['words', 'just words', ['just words']],
    ['strong', 'a **b** c', ['a ', { kind: 'strong', content: ['b'] }, ' c']],
    ['emphasis in strong', '**a *b***', [{ kind: 'strong', content: ['a ', { kind: 'em', content: ['b'] }] }]],
    ['struck out', '~~no~~', [{ kind: 'del', content: ['no'] }]],
    ['snake_case', 'load_all_items(x)', ['load_all_items(x)']],
    ['a product', '2 * 3 * 4', ['2 * 3 * 4']],
    ['code', 'see `a*b*c` there', ['see ', { kind: 'code', text: 'a*b*c' }, ' there']],
    ['a tick in code', '`` a`b ``', [{ kind: 'code', text: 'a`b' }]],
    ['an open tick', 'it`s', ['it`s']],
    ['an escape', '\\*no\\*', ['*no*']],
    ['a break', 'a\nb', ['a', { kind: 'break' }, 'b']],
    ['a link', '[here](https://a.example/x)', [{ kind: 'link', href: 'https://a.example/x', content: ['here'] }]],
    [
      'an address, without the full stop',
      'see https://a.example/x.',
      ['see ', { kind: 'link', href: 'https://a.example/x', content: ['https://a.example/x'] }, '.'],
    ],
    ['a script', '[here](javascript:alert(1))', ['[here](javascript:alert(1))']],
    ['markup', '<img src=x onerror=alert(1)>', ['<img src=x onerror=alert(1)>']],
    ['a mention', 'ask @ada.', ['ask ', { kind: 'mention', name: 'ada' }, '.']],
    ['a mention by address', '@ada@example.com!', [{ kind: 'mention', name: 'ada@example.com' }, '!']],
    ['an address of mail', 'ada@example.com', ['ada@example.com']],
  ])('reads %s', (_name, text, inlines) => {
    expect(parseInline(text)).toEqual(inlines)
  })

  it('reads blocks', () => {
    const text = '# Title\n\nfirst\nsecond\n\n```ts\nconst a = 1 < 2\n\n```\n> said\n> so\n\n---\n'
    expect(parseMarkdown(text)).toEqual([
      { kind: 'heading', content: ['Title'] },
      paragraph('first', { kind: 'break' }, 'second'),
      { kind: 'code', text: 'const a = 1 < 2\n' },
      { kind: 'quote', blocks: [paragraph('said', { kind: 'break' }, 'so')] },
      { kind: 'rule' },
    ])
  })

  it('reads lists inside of lists', () => {
    expect(parseMarkdown('- a\n  1. b\n  2. c\n- d\n\nend')).toEqual([
      {
        kind: 'list',
        start: null,
        items: [
          [paragraph('a'), { kind: 'list', start: 1, items: [[paragraph('b')], [paragraph('c')]] }],
          [paragraph('d')],
        ],
      },
      paragraph('end'),
    ])
  })

  it('keeps a fence that is not closed, and numbers in the midst of a text', () => {
    expect(parseMarkdown('```\na')).toEqual([{ kind: 'code', text: 'a' }])
    expect(parseMarkdown('it was\n1984. Not later.')).toEqual([
      paragraph('it was', { kind: 'break' }, '1984. Not later.'),
    ])
  })

  it.each(['*', '_', '**', '`', '``` ', '[', '[a](', '> ', '- ', '~~', '@', '@a', 'h', 'https://', '  - ', '\n'])(
    'reads 50,000 characters of %j at once',
    (part) => {
      const startedAt = performance.now()
      parseMarkdown(part.repeat(50_000 / part.length))
      // Some milliseconds on an idle machine; time that grows with the square would be minutes.
      expect(performance.now() - startedAt).toBeLessThan(5_000)
    },
  )
})
