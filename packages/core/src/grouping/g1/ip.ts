/** Whether `text`, of hex digits, colons and dots, is an address: eight groups, or fewer around one `::`. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const isMapped = groups.at(-1)?.includes('.') === true
  if (!groups.every((group, at) => (isMapped && at === groups.length - 1) || /^[0-9a-f]{1,4}$/i.test(group)))
    return false
  const count = groups.length + (isMapped ? 1 : 0)
  return halves.length === 2 ? count <= 7 : count === 8
}
