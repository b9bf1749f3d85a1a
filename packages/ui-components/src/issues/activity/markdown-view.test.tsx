import { describe, expect, it } from '@jest/globals'
import { renderToString } from 'react-dom/server'
import { Markdown } from './markdown.js'

const ada = { id: '3', name: 'Ada <b>', email: 'ada@example.com', username: 'ada' }
const html = (text: string) => renderToString(<Markdown text={text} people={[ada]} />)

describe('a comment on the page', () => {
  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](https://a.example/" onclick="alert(1))',
    '```\n</code></pre><script>alert(1)</script>\n```',
    '`</code><img src=x>`',
    '> <iframe src=//a.example>',
    '@<svg/onload=alert(1)>',
  ])('has no markup of its writer in it: %s', (text) => {
    const shown = html(text)
    expect(shown).not.toMatch(/<(script|img|iframe|svg)/i)
    expect(shown).not.toMatch(/(href|src)="(?!https?:)/i)
    expect(shown).not.toMatch(/\son\w+="/i)
  })

  it('names whom it mentions, and leaves strangers as they were written', () => {
    expect(html('@user:3 @ada @ada@example.com').match(/Ada &lt;b&gt;/g)).toHaveLength(3)
    expect(html('@bob').replaceAll(/<!-- -->/g, '')).toContain('<p>@bob</p>')
  })

  it('opens links elsewhere, without telling from where', () => {
    expect(html('[a](https://a.example)')).toContain('rel="noopener noreferrer nofollow"')
  })

  it('shows what turns the direction of a text', () => {
    expect(html('a\u202eb')).toContain('a[U+202E]b')
  })
})
