import { runIdentityClientContract } from '../testing/identity-client-contract.js'
import { memoryIdentityClient } from './memory-identity-client.js'

runIdentityClientContract({
  name: 'memory',
  async open() {
    const client = memoryIdentityClient()
    return {
      client,
      provider: {
        kind: 'oidc',
        clientId: 'us',
        clientSecret: null,
        issuer: 'https://provider.example',
        scopes: [],
        groupsClaim: 'groups',
      },
      approve: async (location, person) => new URL(client.approve(location, person)),
    }
  },
})
