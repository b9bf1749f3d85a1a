/** What `Retry-After` asks for: seconds, or a date (RFC 9110, 10.2.3). Null where it is neither. */
export function retryAfterMs(text: string | undefined, now: Date): number | null {
  if (text === undefined) return null
  if (/^\d{1,12}(\.\d{1,3})?$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
