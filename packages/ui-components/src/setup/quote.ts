/**
 * A text as a literal of some language. A DSN is plain by nature, but it comes out of configuration and is pasted into
 * shells and source files, so it is never put between quotes without this.
 */

// A line end inside of a literal would end it, or the command.
const onOneLine = (text: string) => text.replace(/\r?\n/g, ' ')

/** `'…'` as in JavaScript, Ruby and PHP: a backslash escapes the quote and itself. */
export function single(text: string): string {
  return `'${onOneLine(text).replace(/[\\']/g, '\\$&')}'`
}

/** `"…"` as in Python, Java, Go, C and Rust. */
export function double(text: string): string {
  return `"${onOneLine(text).replace(/[\\"]/g, '\\$&')}"`
}

/** `"…"` where `$` would put a variable in: Kotlin, Dart, PHP. */
export function doubleWithoutVariables(text: string): string {
  return double(text).replaceAll('$', '\\$')
}

/** `"…"` where `#{` would put an expression in: Elixir, Ruby. */
export function doubleWithoutExpressions(text: string): string {
  return double(text).replaceAll('#{', '\\#{')
}

/** `'…'` for POSIX shells, in which nothing can be escaped but by leaving the quotes. */
export function shell(text: string): string {
  return `'${onOneLine(text).replaceAll("'", `'\\''`)}'`
}

/** An attribute's value in XML, with its quotes. */
export function xml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return `"${onOneLine(text).replace(/[&<>"]/g, (char) => entities[char] ?? char)}"`
}

/** A value in a `.properties` or `.env` file, which ends with its line. */
export function property(text: string): string {
  return onOneLine(text).replaceAll('\\', '\\\\')
}
