import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Somebody's account at the provider, as its claims. */
export interface Person {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
  readonly groups?: readonly string[]
}

/** A provider of OpenID Connect from npm, in a process of its own. */
export interface OidcServer {
  readonly issuer: string
  /** Who says yes from now on. */
  become(person: Person): Promise<void>
  /** Walks from where a browser was sent to where it comes back, as a browser of its own. */
  approve(location: string, person: Person): Promise<URL>
  stop(): Promise<void>
}

export const CLIENT = { clientId: 'mishap', clientSecret: 'a secret: +/% of sorts' } as const

export async function startOidcServer(redirectUris: readonly string[]): Promise<OidcServer> {
  const script = join(__dirname, 'provider-process.mjs')
  const child = spawn(process.execPath, [script, CLIENT.clientId, CLIENT.clientSecret, ...redirectUris], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const issuer = await firstLine(child)
  const become = async (person: Person) => {
    await fetch(`${issuer}/person`, { method: 'POST', body: JSON.stringify(person) })
  }
  return {
    issuer,
    become,
    async approve(location, person) {
      await become(person)
      return walk(location, issuer)
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    const line = /^(\S+)\n/.exec(text)
    if (line?.[1] !== undefined) return line[1]
  }
  throw new Error('the provider did not start')
}

/** Follows redirects and says yes, until the way leads away from the provider. */
async function walk(from: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>()
  let [address, method] = [from, 'GET']
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, { method, headers: { cookie }, redirect: 'manual' })
    await response.arrayBuffer()
    for (const one of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? []
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null && !address.includes('/interaction/')) throw new Error(`the provider says ${response.status}`)
    if (location === null) method = 'POST'
    else {
      method = 'GET'
      address = new URL(location, address).href
      if (!address.startsWith(issuer)) return new URL(address)
    }
  }
  throw new Error('the provider leads nowhere')
}
