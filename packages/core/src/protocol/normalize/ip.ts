import { isIPv4, isIPv6 } from 'node:net'

/** An address as written, without port or brackets; null for what is none. */
export function parseIp(text: string): string | null {
  const trimmed = text.trim().slice(0, 64)
  const bare = trimmed.startsWith('[') ? trimmed.slice(1, trimmed.indexOf(']')) : trimmed
  if (isIPv4(bare) || isIPv6(bare)) return bare
  const port = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(bare)
  return port && isIPv4(port[1]!) ? port[1]! : null
}

/** The network of an address: the last octet of IPv4 becomes 0, of IPv6 the first 48 bits stay. Unknown things become null. */
export function scrubIp(ip: string): string | null {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(ip)
  const address = mapped ? mapped[1]! : ip
  if (isIPv4(address)) return `${address.slice(0, address.lastIndexOf('.'))}.0`
  if (!isIPv6(address)) return null
  const kept = expandIpv6(address).slice(0, 3)
  const shown = kept.map((group) => group.toString(16))
  while (shown.at(-1) === '0') shown.pop()
  return `${shown.join(':')}::`
}

/** A list of addresses as proxies write it (`X-Forwarded-For`), each one scrubbed; what is no address becomes `-`. */
export function scrubIpList(text: string): string {
  return text
    .split(',')
    .map((part) => scrubIp(parseIp(part) ?? '') ?? '-')
    .join(', ')
}

/** The leading groups of an IPv6 address as numbers; a zone and a dotted tail only matter behind the first 48 bits. */
function expandIpv6(address: string): number[] {
  const [head = '', tail] = address.split('%', 1)[0]!.split('::', 2)
  const front = groups(head)
  if (tail === undefined) return front
  const back = groups(tail)
  return [...front, ...new Array<number>(Math.max(0, 8 - front.length - back.length)).fill(0), ...back]
}

function groups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => (group.includes('.') ? [0, 0] : [Number.parseInt(group, 16)]))
}
