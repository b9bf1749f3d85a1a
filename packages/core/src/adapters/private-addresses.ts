import { BlockList, isIP } from 'node:net'

/**
 * Whether an IP address leads to this machine, its network, or nowhere that a stranger may name (RFC 6890 and its like).
 * What is no IP address is private: nobody is to be asked there.
 */
export function isPrivateAddress(text: string): boolean {
  // A zone follows an address that leads no further than one's own link.
  const address = text.split('%', 1)[0] ?? ''
  const version = isIP(address)
  return version === 0 || blocked.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

const blocked = new BlockList()
const V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // A public address by which machines in Azure reach their own host.
  '168.63.129.16/32',
]
// The last ones hold an IPv4 address that somebody would be led to.
const V6 = [
  ...['::/128', '::1/128', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8', '2001:db8::/32', '100::/64'],
  ...['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '::/96', '::ffff:0:0:0/96'],
]
for (const [list, family] of [
  [V4, 'ipv4'],
  [V6, 'ipv6'],
] as const)
  for (const network of list) {
    const [address = '', prefix] = network.split('/')
    blocked.addSubnet(address, Number(prefix), family)
  }
