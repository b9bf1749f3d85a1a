import { describe, expect, it } from '@jest/globals'
import { aStatusPage } from '../provider/memory/shop-status-pages.js'
import { accentContrast, contrastOf, readable } from './contrast.js'
import { isChanged, pageDraft, pageFaults, pageInput } from './page-draft.js'

const page = aStatusPage({ name: 'Acme', slug: 'acme' })
const draft = pageDraft(page)

describe('a status page while it is written', () => {
  it('is unchanged until something is another', () => {
    expect(isChanged(draft, page)).toBe(false)
    expect(isChanged({ ...draft, name: 'Acme ' }, page)).toBe(false)
    expect(isChanged({ ...draft, accent: '#0b666a' }, page)).toBe(true)
    expect(isChanged({ ...draft, password: 'secret' }, page)).toBe(true)
  })

  it('keeps its password unless there is another, and is public by its access', () => {
    expect(pageInput(draft)).toMatchObject({ password: null, isPublic: true })
    expect(pageInput({ ...draft, access: 'members' })).toMatchObject({ isPublic: false })
    expect(pageInput(draft).sections?.[0]).not.toHaveProperty('key')
  })

  it('says what is wrong', () => {
    expect(pageFaults(draft, page)).toEqual({})
    const wrong = { name: ' ', slug: 'Ä', accent: 'red', domain: 'https://x', homepage: 'javascript:alert(1)' }
    expect(Object.keys(pageFaults({ ...draft, ...wrong, access: 'password' }, page)).sort()).toEqual(
      ['accent', 'domain', 'homepage', 'name', 'password', 'slug'].sort(),
    )
    expect(pageFaults({ ...draft, access: 'password' }, { hasPassword: true })).toEqual({})
  })
})

describe('the contrast of an accent', () => {
  it('is told for every surface that the theme has', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrastOf('red', '#ffffff')).toBeNull()
    expect(accentContrast('#0b666a', 'system')).toMatchObject([
      { surface: 'light', isEnough: true },
      { surface: 'dark', isEnough: false },
    ])
    expect(readable('#0b666a', 'light')).toBe('#0b666a')
    expect(accentContrast(readable('#0b666a', 'dark'), 'dark')).toMatchObject([{ isEnough: true }])
    expect(accentContrast(readable('#ffff00', 'light'), 'light')).toMatchObject([{ isEnough: true }])
    expect(accentContrast('#5cc9c4', 'dark')).toMatchObject([{ surface: 'dark', isEnough: true }])
  })
})
