import { BlockList, isIP } from 'node:net'

/** Whether the text is an address or a network that `matchesNetwork` understands. */
export function isNetwork(text: string): boolean {
  return addRange(new BlockList(), text.trim())
}

/** Lists that were asked for before, by their text: building one costs more than asking it. */
const built = new Map<string, BlockList>()

/** Whether the address lies in one of the networks. What is no address or network matches nothing. */
export function matchesNetwork(ip: string | null, ranges: readonly string[]): boolean {
  if (ip === null) return false
  const address = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  const version = isIP(address)
  if (version === 0) return false
  return listOf(ranges).check(address, version === 6 ? 'ipv6' : 'ipv4')
}

function listOf(ranges: readonly string[]): BlockList {
  const key = ranges.join('\n')
  const known = built.get(key)
  if (known !== undefined) return known
  const list = new BlockList()
  for (const range of ranges) addRange(list, range.trim())
  if (built.size >= 500) built.clear()
  built.set(key, list)
  return list
}

function addRange(list: BlockList, range: string): boolean {
  const [address = '', prefix] = range.split('/')
  const version = isIP(address)
  if (version === 0) return false
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (prefix === undefined) {
    list.addAddress(address, family)
    return true
  }
  const bits = Number(prefix)
  if (prefix === '' || !Number.isInteger(bits) || bits < 0 || bits > (version === 6 ? 128 : 32)) return false
  list.addSubnet(address, bits, family)
  return true
}
