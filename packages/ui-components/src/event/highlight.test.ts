import { describe, expect, it } from '@jest/globals'
import { highlight } from './highlight.js'

describe('highlighting', () => {
  it('splits code into tokens that put together are the code again', async () => {
    const code = 'const a = `x\ny` // <b>\n\nreturn "it\'s"'
    const lines = await highlight(code, 'javascript')
    expect(lines?.map((line) => line.map(({ text }) => text).join('')).join('\n')).toBe(code)
    expect(lines?.[0]?.[0]).toEqual({ text: 'const', kind: 'keyword' })
    expect(lines?.[1]?.at(-1)).toEqual({ text: '// <b>', kind: 'comment' })
  })

  it('keeps the colour of what goes over several lines', async () => {
    const lines = await highlight('"""first\nsecond"""', 'python')
    expect(lines?.map((line) => line[0]?.kind)).toEqual(['string', 'string'])
  })

  it.each(['klingon', 'constructor', '__proto__'])('has no grammar for %s', async (language) => {
    expect(await highlight('x', language)).toBeNull()
  })
})
