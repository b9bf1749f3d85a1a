// A provider of OpenID Connect for tests, in a process of its own: `node provider-process.mjs <client id> <secret> <redirect URI>…`.
// Says where it listens. `POST /person` says who will say yes next; then every sign-in asks for one click.
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

const [clientId, clientSecret, ...redirectUris] = process.argv.slice(2)
const people = new Map()
let next = null

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    response.writeHead(500)
    response.end(String(error))
  })
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`))
const provider = new Promise((resolve) =>
  server.once('listening', () => resolve(createProvider(server.address().port))),
)

function createProvider(port) {
  return new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris }],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      groups: ['groups'],
    },
    scopes: ['openid', 'email', 'profile', 'groups'],
    cookies: { keys: ['for tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: async () => ({ ...people.get(id), sub: id }),
    }),
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  })
}

async function answer(request, response) {
  const oidc = await provider
  if (request.method === 'POST' && request.url === '/person') {
    next = JSON.parse(await textOf(request))
    people.set(next.sub, next)
    response.end('ok')
    return
  }
  if (!request.url.startsWith('/interaction/')) {
    oidc.callback()(request, response)
    return
  }
  const details = await oidc.interactionDetails(request, response)
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(
      `<!doctype html><title>Provider</title><form method="post"><button>Go on as ${next.sub}</button></form>`,
    )
    return
  }
  await textOf(request)
  const grant = new oidc.Grant({ accountId: next.sub, clientId })
  grant.addOIDCScope(details.params.scope)
  const result = { login: { accountId: next.sub }, consent: { grantId: await grant.save() } }
  await oidc.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

async function textOf(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
