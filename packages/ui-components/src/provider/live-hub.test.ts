import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { LiveJson, MishapClient } from '@mishap/core/client'
import { createLiveHub, type PageVisibility } from './live-hub.js'
import { createMemoryClient } from './memory/client.js'

const message: LiveJson = { topic: 'issue.new', projectId: '1', issueId: '7' }

/** A client that counts its open streams and can let one break. */
function counted() {
  const memory = createMemoryClient()
  let open = 0
  const states: ((state: 'open' | 'waiting') => void)[] = []
  const client: MishapClient = {
    ...memory,
    live: async (org, onMessage, options) => {
      open += 1
      if (options.onState) states.push(options.onState)
      await memory.live(org, onMessage, options)
      open -= 1
    },
  }
  return { client, emit: memory.emit, openStreams: () => open, states }
}

function aPage() {
  let listener: (() => void) | null = null
  const page = {
    visibilityState: 'visible',
    addEventListener: (_: string, added: () => void) => {
      listener = added
    },
    removeEventListener: () => {
      listener = null
    },
    become(state: string) {
      page.visibilityState = state
      listener?.()
    },
    isWatched: () => listener !== null,
  }
  return page satisfies PageVisibility
}

const settle = () => jest.advanceTimersByTimeAsync(0)

describe('the live connection of a page', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  it('is one, however many listen, and all hear the same', async () => {
    const { client, emit, openStreams } = counted()
    const hub = createLiveHub(client, null)
    const heard: LiveJson[] = []
    hub.subscribe('acme', { onMessage: (one) => heard.push(one) })
    hub.subscribe('acme', { onMessage: (one) => heard.push(one) })
    await settle()
    emit(message)
    expect(openStreams()).toBe(1)
    expect(heard).toEqual([message, message])
    expect(hub.state()).toBe('open')
  })

  it('outlives the way from one page to the next, and ends after the last', async () => {
    const { client, openStreams } = counted()
    const hub = createLiveHub(client, null)
    hub.subscribe('acme', {})()
    await jest.advanceTimersByTimeAsync(1000)
    const leave = hub.subscribe('acme', {})
    await jest.advanceTimersByTimeAsync(5000)
    expect(openStreams()).toBe(1)
    leave()
    await jest.advanceTimersByTimeAsync(5000)
    expect([openStreams(), hub.state()]).toEqual([0, 'waiting'])
  })

  it('closes a minute after the page went out of view and opens again with it', async () => {
    const { client, openStreams } = counted()
    const page = aPage()
    const hub = createLiveHub(client, page)
    let gaps = 0
    const leave = hub.subscribe('acme', { onGap: () => gaps++ })
    await settle()
    page.become('hidden')
    await jest.advanceTimersByTimeAsync(59_000)
    expect(openStreams()).toBe(1)
    await jest.advanceTimersByTimeAsync(2_000)
    expect(openStreams()).toBe(0)
    expect(gaps).toBe(1)
    page.become('visible')
    await settle()
    expect([openStreams(), gaps]).toEqual([1, 2])
    leave()
    await jest.advanceTimersByTimeAsync(5000)
    expect(page.isWatched()).toBe(false)
  })

  it('tells of a gap when the stream opens, which is after the page was read, and when it comes back by itself', async () => {
    const { client, states } = counted()
    const hub = createLiveHub(client, null)
    let gaps = 0
    hub.subscribe('acme', { onGap: () => gaps++ })
    await settle()
    expect(gaps).toBe(1)
    states[0]?.('waiting')
    expect(hub.state()).toBe('waiting')
    states[0]?.('open')
    expect([hub.state(), gaps]).toEqual(['open', 2])
  })

  it('is silent while paused, also for those who come later, and catches up after', async () => {
    const { client, emit, openStreams } = counted()
    const hub = createLiveHub(client, null)
    const heard: LiveJson[] = []
    let gaps = 0
    hub.subscribe('acme', { onMessage: (one) => heard.push(one), onGap: () => gaps++ })
    await settle()
    hub.setPaused(true)
    hub.subscribe('acme', {})
    await settle()
    emit(message)
    expect([heard.length, openStreams(), hub.state()]).toEqual([0, 0, 'paused'])
    hub.setPaused(false)
    await settle()
    expect([openStreams(), hub.state(), gaps]).toEqual([1, 'open', 2])
  })

  it('waits, and does not fall over, where it is refused', async () => {
    const client = { ...createMemoryClient(), live: () => Promise.reject(new Error('404')) }
    const hub = createLiveHub(client, null)
    hub.subscribe('nowhere', {})
    await settle()
    expect(hub.state()).toBe('waiting')
  })
})
