import { runFetcherContract } from '../testing/fetcher-contract.js'
import { memoryFetcher } from './memory-fetcher.js'

const ORIGIN = 'https://remote.example'

runFetcherContract({
  name: 'memory',
  nobody: 'https://nobody.example/',
  start: async (answer) => ({
    url: ORIGIN,
    fetcher: memoryFetcher(({ url, method = 'GET', headers = {}, body = '' }) => {
      const { origin, pathname, search } = new URL(url)
      if (origin !== ORIGIN) return null
      const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
      return answer({ method, path: pathname + search, headers, body: text })
    }),
    close: async () => undefined,
  }),
})
