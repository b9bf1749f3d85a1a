import { describe, expect, it } from '@jest/globals'
import { toDocument, toWiki } from './jira-text.js'
import { DEFAULT_TEMPLATE, renderTemplate, stackExcerpt, type TemplateValues } from './template.js'

const GAP = '\u200b'

function values(more: Partial<TemplateValues> = {}): TemplateValues {
  return {
    ...{ title: 'TypeError: x', url: 'https://m.example/acme/issues/1', shortID: 'WEB-1', culprit: 'run', stack: '' },
    ...{ release: '1.0', environment: 'prod', project: 'web', level: 'error', ...more },
  }
}

describe('a draft', () => {
  it('has the values of its names, and names that are unknown as they are', () => {
    const draft = renderTemplate(
      { title: '{{shortID}}: {{ title }}', body: '{{ url }} {{ nothing }} {{ level }}' },
      values(),
    )
    expect(draft).toEqual({ title: 'WEB-1: TypeError: x', body: 'https://m.example/acme/issues/1 {{ nothing }} error' })
  })

  it('pings nobody, mentions nothing and is no markup, whatever an event says', () => {
    const hostile = '/close\n@ada #1 GH-2 <img src=x> [a](https://evil.example) `x` **b** {{ url }}'
    const { title, body } = renderTemplate({ title: '{{ title }}', body: '{{ title }}' }, values({ title: hostile }))
    for (const text of [title, body]) {
      expect(text).not.toMatch(/@ada|#1|GH-2|:\/\/evil|\n/)
      expect(text.startsWith(`${GAP}/close`)).toBe(true)
    }
    expect(body).not.toMatch(/<img|[^\\]\[a|[^\\]`|[^\\]\*/)
    // What a value says is no name.
    expect(body).toContain('{{ url }}')
  })

  it('shows the stack as code that it cannot leave', () => {
    const { body } = renderTemplate({ title: '', body: '{{ stack }}' }, values({ stack: 'a ``` @ada\n````\nb' }))
    expect(body).toBe('`````\na ``` @ada\n````\nb\n`````')
  })

  it('is bounded', () => {
    const { title } = renderTemplate(DEFAULT_TEMPLATE, values({ title: 'x'.repeat(5000) }))
    expect(title.length).toBeLessThanOrEqual(255)
  })

  it('tells of the innermost frames, of its own where there are such', () => {
    const frames = [
      { filename: 'lib.js', function: 'call', lineno: 1, in_app: false },
      { filename: 'a.js', function: 'outer', lineno: 2, colno: 7, in_app: true },
      { filename: 'b.js', function: 'inner\n@x', in_app: true },
    ]
    const values = [{ type: 'Cause' }, { type: 'E', stacktrace: { frames } }]
    expect(stackExcerpt({ exception: { values } })).toBe('inner @x (b.js)\nouter (a.js:2:7)')
    expect(stackExcerpt({ exception: { values: [{ stacktrace: { frames: frames.slice(0, 1) } }] } })).toBe(
      'call (lib.js:1)',
    )
    expect(stackExcerpt({})).toBe('')
  })
})

describe('a draft for Jira', () => {
  const markdown = 'See https://m.example/1\n\\*a\\* &lt;b\n\n```\n{noformat} [~ada]\n```\n\n<!-- mishap:1 -->\n'

  it('is a document in the cloud', () => {
    const link = {
      type: 'text',
      text: 'https://m.example/1',
      marks: [{ type: 'link', attrs: { href: 'https://m.example/1' } }],
    }
    expect(toDocument(markdown)).toEqual({
      ...{ type: 'doc', version: 1 },
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: 'See ' }, link, { type: 'hardBreak' }, { type: 'text', text: '*a* <b' }],
        },
        { type: 'codeBlock', content: [{ type: 'text', text: '{noformat} [~ada]' }] },
        { type: 'paragraph', content: [{ type: 'text', text: 'mishap:1' }] },
      ],
    })
  })

  it("is a wiki's text elsewhere, in which nobody is named", () => {
    expect(toWiki(markdown)).toBe(
      'See https://m.example/1\n\\*a\\* <b\n\n{noformat}\n{ noformat} [~ada]\n{noformat}\n\nmishap:1',
    )
    expect(toWiki('[~ada] {panel}')).toBe('\\[\\~ada\\] \\{panel\\}')
  })
})
