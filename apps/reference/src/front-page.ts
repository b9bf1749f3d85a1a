import type { Handler, HeadersLike, HttpRequest } from '@mishap/core'

/**
 * The same, and the page of the app for whoever asks for the root of `url` and takes anything: what looks whether a server
 * is up, as load balancers and `curl` do, wants no HTML by name, and would find nothing there.
 */
export function withFrontPage(app: Handler, url: string): Handler {
  const root = new URL(url).pathname.replace(/\/$/, '')
  const roots = new Set(['/', root, `${root}/`])
  return {
    handle: async (request) => {
      const answer = await app.handle(request)
      if (answer !== null || !roots.has(pathOf(request)) || !takesAnything(request.headers)) return answer
      const { method, url, headers, socket } = request
      const get = (name: string) => (name === 'accept' ? 'text/html' : textOf(headers, name))
      return app.handle({ method, url, headers: { get }, socket: socket ?? null })
    },
  }
}

function pathOf({ url = '/' }: HttpRequest): string {
  return url.split('?', 1)[0] ?? '/'
}

/** Programs that want JSON say so first, and take the rest after it. */
function takesAnything(headers: HeadersLike): boolean {
  return /^\s*(?:$|\*\/\*|text\/\*)/.test(textOf(headers, 'accept') ?? '')
}

function textOf(headers: HeadersLike, name: string): string | null {
  const value = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : null
}
