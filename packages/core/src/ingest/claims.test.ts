import { describe, expect, it } from '@jest/globals'
import { fakeClock } from '../testing/fake-clock.js'
import { aRecord } from '../testing/records.js'
import { directBuffer } from './buffers/direct.js'
import { createClaims } from './claims.js'

describe('claims', () => {
  it('gather what comes in a stream, and take at once what comes alone', async () => {
    const { append, next, clock } = aBuffer({ isDirect: false })
    append()
    expect((await next())?.records).toHaveLength(1)
    const claim = next()
    for (let i = 0; i < 20; i++) {
      append()
      await clock.advance(1)
    }
    await clock.advance(1_000)
    expect((await claim)?.records).toHaveLength(20)
  })

  it('do not wait after a full one', async () => {
    const { append, next } = aBuffer({ isDirect: false })
    for (let i = 0; i < 101; i++) append()
    expect((await next())?.records).toHaveLength(100)
    const claim = next()
    await turn()
    for (let i = 0; i < 20; i++) append()
    expect((await claim)?.records).toHaveLength(1)
  })

  it('keep nobody waiting for company who waits to be stored', async () => {
    const { append, next } = aBuffer({ isDirect: true })
    append()
    expect((await next())?.records).toHaveLength(1)
    const claim = next()
    append()
    await turn()
    for (let i = 0; i < 20; i++) append()
    expect((await claim)?.records).toHaveLength(1)
  })

  it('end when they are stopped, while they wait for company', async () => {
    const { append, next, stop } = aBuffer({ isDirect: false })
    append()
    await next()
    append()
    const claim = next()
    stop()
    expect(await claim).toBeNull()
  })
})

function aBuffer({ isDirect }: { isDirect: boolean }) {
  const clock = fakeClock()
  const buffer = { ...directBuffer({ clock }), isDirect }
  const stopping = new AbortController()
  const append = () => {
    // Nobody says that it is done.
    buffer.append(aRecord()).catch(() => {})
  }
  const time = { now: () => clock.now().getTime(), wait: clock.sleep }
  return { append, next: createClaims(buffer, stopping.signal, time), stop: () => stopping.abort(), clock }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
