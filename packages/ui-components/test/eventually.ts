import { expect } from '@jest/globals'

const PATIENCE_MS = 30_000
const PAUSE_MS = 50

type Eventually<T> = ReturnType<typeof expect<Promise<T>>>['resolves']

/** As `expect`, of what is read again and again until it is as wanted; after 30 seconds it fails with what was read last. */
export function eventually<T>(read: () => T | Promise<T>, isNot = false): Eventually<T> {
  const get = (_: object, matcher: string) => {
    if (matcher === 'not') return eventually(read, !isNot)
    return (...wanted: readonly unknown[]) =>
      holds(async () => {
        const actual = expect(await read())
        Reflect.apply(Reflect.get(isNot ? actual.not : actual, matcher), undefined, wanted)
      })
  }
  // Every matcher of jest is there by its name, and none of them tells of its outcome before it is certain.
  return new Proxy({}, { get }) as Eventually<T>
}

async function holds(check: () => Promise<void>): Promise<void> {
  const { stack: asked = '' } = new Error()
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > deadline) throw from(error, asked)
      await new Promise((wake) => setTimeout(wake, PAUSE_MS))
    }
  }
}

/** The error as if it came from where the test has asked: after a pause its own stack no longer leads there. */
function from(error: unknown, stack: string): unknown {
  if (!(error instanceof Error)) return error
  error.stack = `${error.message}\n${stack.split('\n').slice(3).join('\n')}`
  return error
}
