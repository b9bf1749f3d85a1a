import type { Fetcher, IdentityClient, ProviderAccess } from '@mishap/core'
import { fetchByPort } from './fetch-by-port.js'
import { github } from './github.js'
import { openidConnect } from './openid-connect.js'
import { notBelieved, translate } from './refusals.js'

/** Speaks to providers by openid-client. Keeps what their discovery documents say for ten minutes. */
export function openidIdentityClient(fetcher: Fetcher): IdentityClient {
  const fetch = fetchByPort(fetcher)
  const [connect, hub] = [openidConnect(fetch), github(fetch)]
  const speaking = ({ kind }: ProviderAccess) => (kind === 'github' ? hub : connect)
  return {
    begin: (provider, request) => ours(() => speaking(provider).begin(provider, request)),
    finish: (provider, request, callback) => ours(() => speaking(provider).finish(provider, request, callback)),
    async readToken(provider, idToken) {
      if (provider.kind === 'github') throw notBelieved('GitHub has no ID tokens')
      return ours(() => connect.readToken(provider, idToken))
    },
  }
}

async function ours<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw translate(error)
  }
}
