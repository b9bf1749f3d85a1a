/** `example.com:443` or `[::1]:443`, with or without a scheme before it; null for anything else. */
export function parseHostPort(text: string): { readonly host: string; readonly port: number } | null {
  const bare = text.trim().replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
  const match = /^(\[[\da-f:.]{2,45}\]|[^\s:/?#@[\]]{1,253}):(\d{1,5})\/?$/i.exec(bare)
  const port = Number(match?.[2])
  return match === null || port < 1 || port > 65_535 ? null : { host: match[1] ?? '', port }
}
