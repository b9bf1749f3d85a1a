import type { AlertRecipient } from '../ports/alerts.js'

export const HIDDEN = '********'
/** Shorter texts say nothing, and occur everywhere. */
const LEAST = 4
const LEAST_OF_PATH = 8
/** Parts of addresses that are names for people, such as `services` and `web-hooks`. */
const WORDS = /^[a-z-]*$/
/** What a recipient is set up with and anybody may see. */
const PLAIN = new Set([
  ...['channel', 'topic', 'chatid', 'threadid', 'region', 'method', 'contenttype', 'body', 'name', 'botemail'],
  ...['integrationid', 'audience', 'users', 'teams', 'addresses'],
])

/** A text without what only the recipient and who set it up may know: parts of its address, tokens, values of headers. */
export function hideSecrets(text: string, recipient: Pick<AlertRecipient, 'url' | 'config'> | null): string {
  if (recipient === null) return text
  const secrets = [...new Set([...secretsOfUrl(recipient.url), ...secretsOfConfig(recipient.config)])]
  return secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .sort((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text)
}

/** Of an address the part that everybody may see. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return HIDDEN
  const { origin, pathname, search } = new URL(url)
  return pathname === '/' && search === '' ? `${origin}/` : `${origin}/${HIDDEN}`
}

function secretsOfUrl(url: string): readonly string[] {
  if (!URL.canParse(url)) return []
  const { username, password, pathname, search, searchParams } = new URL(url)
  const [user, word] = [decoded(username), decoded(password)]
  const parts = pathname.split('/').flatMap((part) => [part, decoded(part)])
  return [
    ...[url, `${pathname}${search}`].filter((one) => one.length >= LEAST_OF_PATH),
    ...[user, word, ...searchParams.values()].filter((one) => one.length >= LEAST),
    ...parts.filter((part) => part.length >= LEAST_OF_PATH && !WORDS.test(part)),
  ]
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // URIError: it stands for nothing else than itself.
    return part
  }
}

function secretsOfConfig(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string')
    return value.length < LEAST || PLAIN.has(name.toLowerCase().replaceAll('_', '')) ? [] : [value]
  if (Array.isArray(value)) return value.flatMap((one) => secretsOfConfig(one, name))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => secretsOfConfig(one, key))
}
