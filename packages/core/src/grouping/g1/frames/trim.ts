/** Without the characters `end` that close the text. A pattern such as `x+$` would look at every run of them in it. */
export function withoutTail(text: string, end: string): string {
  let length = text.length
  while (length > 0 && text[length - 1] === end) length--
  return length === text.length ? text : text.slice(0, length)
}

/** Without what stands between `open` and `close`, and without these; the rest of a bracket that is never closed stays. */
export function withoutBracketed(text: string, open: string, close: string): string {
  let out = ''
  let at = 0
  for (let start = text.indexOf(open); start !== -1; start = text.indexOf(open, at)) {
    const end = text.indexOf(close, start)
    if (end === -1) break
    out += text.slice(at, start)
    at = end + close.length
  }
  return at === 0 ? text : out + text.slice(at)
}
