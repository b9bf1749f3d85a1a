import { describe, expect, it } from '@jest/globals'
import { templateFault } from './check.js'
import { jsonFault } from './json-fault.js'
import { parseTemplate, TEMPLATE_BOUNDS } from './parse.js'
import { renderTemplate, type TemplateValues } from './render.js'

const VALUES = {
  title: 'a "b"&c\n<',
  count: 2,
  none: '',
  issues: [
    { title: 'x', last: false },
    { title: 'y', last: true },
  ],
}
const fill = (text: string, type = 'text/plain', values: TemplateValues = VALUES) => {
  const nodes = parseTemplate(text)
  if ('message' in nodes) throw new Error(nodes.message)
  return renderTemplate(nodes, values, type)
}

describe('a template', () => {
  it.each([
    ['application/json', '"{{title}}"', '"a \\"b\\"&c\\n<"'],
    ['application/problem+json; charset=utf-8', '{{title}}', 'a \\"b\\"&c\\n<'],
    ['application/x-www-form-urlencoded', 't={{title}}', 't=a%20%22b%22%26c%0A%3C'],
    ['text/html', '{{title}}', 'a &#34;b&#34;&#38;c\n&#60;'],
    ['text/plain', '{{ title }}', 'a "b"&c\n<'],
  ])('escapes values for %s', (type, text, expected) => {
    expect(fill(text, type)).toBe(expected)
  })

  it('repeats what stands between for each issue, and leaves out what there is not', () => {
    expect(fill('{{count}}: {{#issues}}{{title}}/{{count}}{{^last}}, {{/last}}{{/issues}}')).toBe('2: x/2, y/2')
    expect(fill('{{#none}}a{{/none}}{{^none}}b{{/none}}{{nobody}}{{constructor}}{{issues}}')).toBe('b')
    expect(fill('{{#issues}}{{#issues}}again{{/issues}}{{/issues}}')).toBe('')
  })

  it.each([
    ['a {{b', 1, 3, /never closed by }}/],
    ['\n\n {{#issues}}', 3, 2, /never closed by {{\/issues}}/],
    ['{{#a}}\n{{/b}}', 2, 1, /Wanted {{\/a}} first/],
    ['x{{/b}}', 1, 2, /Nothing is open/],
    ['{{{raw}}}', 1, 1, /Wanted a name/],
    ['{{& raw}}', 1, 1, /Wanted a name/],
    ['{{#a}}'.repeat(5), 1, 25, /too deep/],
  ])('%j is a fault with its place', (text, line, column, message) => {
    expect(templateFault(text, 'text/plain')).toEqual({ line, column, message: expect.stringMatching(message) })
  })

  it('of JSON is to be JSON whatever it tells of', () => {
    expect(templateFault('{"a":"{{title}}","n":{{count}}}', 'application/json')).toBeNull()
    const list = '[{{#issues}}"{{title}}"{{^last}},{{/last}}{{/issues}}]'
    expect(templateFault(list, 'application/json')).toBeNull()
    expect(templateFault('{"a": {{title}}}', 'application/json')).toMatchObject({ line: 1, column: 7 })
    expect(templateFault('[{{#issues}}"{{title}}",{{/issues}}]', 'application/json')).toMatchObject({
      message: expect.stringContaining('no JSON'),
    })
    expect(templateFault('{"a": {{title}}}', 'text/plain')).toBeNull()
  })

  it('becomes no longer than it may', () => {
    const long = { issues: Array.from({ length: 20 }, () => ({ title: 'x'.repeat(20_000) })) }
    expect(() => fill('{{#issues}}{{title}}{{/issues}}', 'text/plain', long)).toThrow('256 KiB')
    expect(TEMPLATE_BOUNDS.rendered).toBe(256 * 1024)
  })
})

describe('the place where a text stops being JSON', () => {
  it.each([
    ['{"a":[1,-2.5e3,true,null,{}],"b":"\\u00e9\\n"}', null],
    [' "x" ', null],
    ['{"a": A}', 6],
    ['[1,]', 3],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['{"a":"x\ny"}', 5],
    ['[1', 2],
    ['', 0],
    ['1 1', 2],
    ['[}', 1],
    ['{]', 1],
  ])('of %j is %p', (text, place) => {
    expect(jsonFault(text)).toBe(place)
  })
})
