import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../test/normalized.js'
import { likenessOf, type Traits, traitsOf } from './likeness.js'

const traits = (over: Partial<Traits> = {}): Traits => ({
  type: 'TypeError',
  file: 'cart.js',
  function: 'add',
  words: ['cannot', 'read', 'price'],
  frames: ['cart.js add', 'shop.js buy'],
  ...over,
})

describe('what two issues have in common', () => {
  it('is everything of one that is like the other', () => {
    expect(likenessOf(traits(), traits())).toEqual({
      score: 1,
      why: 'Both are TypeError, both come from add in cart.js, their texts are the same but for what varies, and 2 of 2 frames are the same.',
    })
  })

  it('is nothing of strangers', () => {
    const stranger = traits({ type: 'E', file: 'x.js', function: 'y', words: ['gone'], frames: ['x.js y'] })
    expect(likenessOf(traits(), stranger)).toEqual({ score: 0, why: '' })
  })

  it.each<[string, Partial<Traits>, RegExp]>([
    ['another function of the file', { function: 'remove' }, /both come from cart\.js,/],
    ['half of the words', { words: ['cannot', 'read', 'name'] }, /their texts share "cannot read"/],
    ['one of two frames', { frames: ['cart.js add', 'other.js run'] }, /1 of 2 frames are the same\.$/],
  ])('says so of %s, and counts less', (_name, over, why) => {
    const likeness = likenessOf(traits(), traits(over))
    expect(likeness.why).toMatch(why)
    expect(likeness.score).toBeLessThan(1)
    expect(likeness.score).toBeGreaterThan(0.5)
  })

  it('leaves out what one of them does not have', () => {
    const bare = traits({ type: null, file: null, function: null, frames: null })
    expect(likenessOf(traits(), bare)).toEqual({ score: 1, why: 'Their texts are the same but for what varies.' })
    expect(likenessOf(bare, { ...bare, words: [] })).toEqual({ score: 0, why: '' })
  })

  it('is told by frames of the app, and by words without what varies', () => {
    const frame = (name: string, in_app: boolean) => ({ filename: `${name}.js`, function: name, in_app })
    const event = normalized({
      exception: [{ type: 'E', stacktrace: { frames: [frame('lib', false), frame('a', true)] } }],
    })
    const issue = {
      title: 'E: order 17 of user u_9 failed',
      metadata: { type: 'E', value: 'order 17 of user u_9 failed' },
    }
    expect(traitsOf(issue, event)).toEqual({
      ...{ type: 'E', file: null, function: null },
      words: ['order', 'user', 'failed'],
      frames: ['a.js a'],
    })
  })
})
