import { describe, expect, it } from '@jest/globals'
import { presetOf, TOKEN_PRESETS, TOKEN_SCOPES } from './token-presets.js'

describe('the presets of tokens', () => {
  it('ask only for scopes that there are', () => {
    for (const { scopes } of TOKEN_PRESETS) for (const scope of scopes) expect(TOKEN_SCOPES).toContain(scope)
  })

  it('let an upload read no events, and a reader write nothing', () => {
    const scopesOf = (id: string) => TOKEN_PRESETS.find((preset) => preset.id === id)?.scopes ?? []
    expect(scopesOf('ci').some((scope) => scope.startsWith('event:'))).toBe(false)
    expect(scopesOf('read').every((scope) => scope.endsWith(':read'))).toBe(true)
  })

  it('are known again by their scopes, in any order', () => {
    for (const preset of TOKEN_PRESETS) expect(presetOf(new Set([...preset.scopes].reverse()))).toBe(preset)
    expect(presetOf(new Set(['org:admin']))).toBeNull()
  })
})
