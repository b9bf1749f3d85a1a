import type { Config } from '../config.js'

/**
 * The path of ours that an address leads to, with the mount prefix; null where it leads anywhere else. Given as a whole
 * address or as a path, with the prefix or without it.
 */
export function ownPath(
  { url: { origin }, basePath }: Pick<Config, 'url' | 'basePath'>,
  address: string,
): string | null {
  // Browsers drop these before they look at what is left.
  if (address.length > 2000 || /[\u0000-\u0020\\]/.test(address)) return null
  if (!URL.canParse(address, `${origin}/`)) return null
  const url = new URL(address, `${origin}/`)
  if (url.origin !== origin || url.username !== '' || url.password !== '') return null
  const isInside = basePath === '' || url.pathname === basePath || url.pathname.startsWith(`${basePath}/`)
  const path = `${isInside ? '' : basePath}${url.pathname}${url.search}${url.hash}`
  // What begins with two slashes is another host's.
  return path.startsWith('//') ? null : path
}
