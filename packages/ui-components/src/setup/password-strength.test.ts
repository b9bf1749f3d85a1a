import { describe, expect, it } from '@jest/globals'
import { passwordStrength } from './password-strength.js'

describe('the strength of a password', () => {
  it('tells what the server would refuse: too short, or the address', () => {
    expect(passwordStrength('')).toBe('empty')
    expect(passwordStrength('Zq4!x')).toBe('short')
    expect(passwordStrength('Ada.Lovelace', 'ada.lovelace@example.com')).toBe('address')
    expect(passwordStrength('ada.lovelace@example.com', ' Ada.Lovelace@example.com ')).toBe('address')
    expect(passwordStrength('ada.lovelace', '')).not.toBe('address')
  })

  it('grows with length', () => {
    expect(passwordStrength('tgbvkqzr')).toBe('weak')
    expect(passwordStrength('tgbvkqzrmw')).toBe('fair')
    expect(passwordStrength('correct horse')).toBe('good')
    expect(passwordStrength('correct horse battery staple')).toBe('strong')
  })

  it('counts what goes on by itself but once', () => {
    expect(passwordStrength('aaaaaaaaaaaaaaaaaaaaaaaa')).toBe('weak')
    expect(passwordStrength('12345678901234567890')).toBe('weak')
    expect(passwordStrength('abcdefghijklmnopqrstuvwxyz')).toBe('weak')
  })
})
