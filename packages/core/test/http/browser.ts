import type { Answer, World } from './world.js'

/** A browser that keeps its cookies and repeats the one against forged requests. */
export function aBrowser(world: World) {
  const jar = new Map<string, string>([['csrftoken', 'x']])
  return {
    jar,
    async ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await world.ask(method, path, {
        cookie,
        headers: { 'x-csrftoken': jar.get('csrftoken') ?? '', ...headers },
        ...(body === undefined ? {} : { body }),
      })
      keep(jar, answer)
      return answer
    },
  }
}

export type Browser = ReturnType<typeof aBrowser>

function keep(jar: Map<string, string>, { cookies }: Answer): void {
  for (const cookie of cookies) {
    const [pair = ''] = cookie.split(';')
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    if (value === '' || /; Max-Age=0\b/.test(cookie)) jar.delete(name)
    else jar.set(name, value)
  }
}
