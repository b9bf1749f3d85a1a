import { describe, expect, it } from '@jest/globals'
import { turns } from './turns.js'

const never = new AbortController().signal

describe('turns', () => {
  it('are waited for, first come, first served', async () => {
    const places = turns(1, 60_000)
    const order: string[] = []
    const leave = await places.take(() => order.push('gave up'), never)
    const others = ['a', 'b'].map(async (name) => {
      const leaveAgain = await places.take(() => undefined, never)
      order.push(name)
      leaveAgain()
    })
    leave()
    await Promise.all(others)
    expect(order).toEqual(['a', 'b'])
  })

  it('are given up by who has had the longest one where others wait', async () => {
    const places = turns(2, 0)
    let gaveUp = ''
    const first = places.take(() => {
      gaveUp += 'first'
      void first.then((leave) => leave())
    }, never)
    await first
    await places.take(() => (gaveUp += 'second'), never)
    const leave = await places.take(() => undefined, never)
    expect(gaveUp).toBe('first')
    leave()
  })

  it('are not waited for any longer than wanted', async () => {
    const places = turns(1, 60_000)
    const leave = await places.take(() => undefined, never)
    await expect(places.take(() => undefined, AbortSignal.abort())).rejects.toThrow('aborted')
    leave()
    await places.take(() => undefined, never).then((again) => again())
  })
})
