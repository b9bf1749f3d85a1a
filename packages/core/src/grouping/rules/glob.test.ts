import { describe, expect, it } from '@jest/globals'
import { compileGlob } from './glob.js'

/** The same in regular expressions: plain to read, and slow on texts that somebody made for it. */
function plainly(pattern: string, isPath: boolean): (text: string) => boolean {
  const any = isPath ? '[^/]*' : '[^]*'
  const parts = [...pattern.replaceAll('**', '\0')].map((char) => {
    if (char === '\0') return '[^]*'
    if (char === '*') return any
    if (char === '?') return isPath ? '[^/]' : '[^]'
    return char
  })
  const whole = new RegExp(`^${parts.join('')}$`)
  return (text) => whole.test(text) || (isPath && !text.startsWith('/') && whole.test(`/${text}`))
}

/** Numbers by chance, the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647
    return state % sides
  }
}

describe('patterns of rules', () => {
  it.each([true, false])('of paths: %s, fit what a plain reading of them does', (isPath) => {
    const roll = dice(7)
    const word = (letters: string, most: number) =>
      Array.from({ length: roll(most + 1) }, () => letters[roll(letters.length)]).join('')
    for (let round = 0; round < 20_000; round += 1) {
      const [pattern, text] = [word('ab/*?*', 7), word('ab/', 6)]
      const fits = compileGlob(pattern, { isPath })(text)
      expect([pattern, text, fits]).toEqual([pattern, text, plainly(pattern, isPath)(text)])
    }
  })
})
