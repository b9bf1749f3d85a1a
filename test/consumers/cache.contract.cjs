// A stranger's adapter under the contract of its port, by jest.
const { runCacheContract } = require('@mishap/core/testing')

runCacheContract({
  name: 'a Map',
  create: () => {
    const entries = new Map()
    let now = 0
    return {
      cache: {
        get: async (key) => (entries.get(key)?.until > now ? entries.get(key).value : null),
        set: async (key, value, ttlMs) => void entries.set(key, { value, until: now + ttlMs }),
        delete: async (key) => void entries.delete(key),
      },
      advance: async (ms) => {
        now += ms
      },
    }
  },
})
