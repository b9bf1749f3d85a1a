import type { HttpRequest } from './types.js'

/** A request header by its lower-case name; null where it is absent. Of several, the first. */
export function readHeader(request: Pick<HttpRequest, 'headers'>, name: string): string | null {
  const { headers } = request
  if (isGetter(headers)) return headers.get(name)
  const value = headers[name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : (value[0] ?? null)
}

function isGetter(headers: HttpRequest['headers']): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function'
}
