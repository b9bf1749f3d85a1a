/** Text that is HTML already. Made by `html` alone, so that everything else is escaped. */
export class Html {
  readonly #text: string
  constructor(parts: readonly string[]) {
    this.#text = parts.join('')
  }
  toString(): string {
    return this.#text
  }
}

type Value = Html | string | number | null | readonly Html[]

/**
 * HTML of a template: what is put into it is text, unless it is HTML or a list of it; null is nothing. Attributes stand in
 * double quotes. Also fit for XML and SVG.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const parts = strings.flatMap((string, index) =>
    index < values.length ? [string, put(values[index] ?? null)] : string,
  )
  return new Html(parts)
}

/** Text that holds no markup of others: what is built from constants, such as a style. */
export function trusted(text: string): Html {
  return new Html([text])
}

function put(value: Value): string {
  if (value === null) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return value.map(String).join('')
}

// Control characters are no XML, and no good in HTML either.
export function escapeHtml(text: string): string {
  return text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
