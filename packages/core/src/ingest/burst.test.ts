import { describe, expect, it } from '@jest/globals'
import { createBurst } from './burst.js'

describe('a burst', () => {
  it('lets storing go on while requests come at an ordinary rate', () => {
    const world = aWorld()
    for (let sent = 0; sent < 1_000; sent++) {
      world.arrive(1)
      world.pass(1)
      expect(world.burst.stepAsideMs()).toBe(0)
    }
  })

  it('makes storing step aside, and ends when requests cease', () => {
    const world = aWorld()
    world.arrive(1_000)
    expect(world.burst.stepAsideMs()).toBeGreaterThan(0)
    world.pass(100)
    expect(world.burst.stepAsideMs()).toBeGreaterThan(0)
    world.pass(100)
    expect(world.burst.stepAsideMs()).toBe(0)
  })

  it('that does not end is stored while it goes on, after about five seconds', () => {
    const world = aWorld()
    const asideIn = (forMs: number) => {
      let asideMs = 0
      for (let atMs = 0; atMs < forMs; atMs += 20) {
        world.arrive(150)
        asideMs += world.burst.stepAsideMs()
        world.pass(20)
      }
      return asideMs
    }
    const first = asideIn(8_000)
    expect(first).toBeGreaterThan(4_900)
    expect(first).toBeLessThan(6_000)
    expect(asideIn(10_000)).toBeLessThan(1_100)
  })

  it('steps aside for the next one after a rest', () => {
    const world = aWorld()
    for (;;) {
      world.arrive(1_000)
      if (world.burst.stepAsideMs() === 0) break
    }
    world.pass(10_000)
    world.arrive(1_000)
    expect(world.burst.stepAsideMs()).toBeGreaterThan(0)
  })
})

function aWorld() {
  let nowMs = 0
  const burst = createBurst(() => nowMs)
  return {
    burst,
    arrive: (count: number) => {
      for (let i = 0; i < count; i++) burst.note()
    },
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}
