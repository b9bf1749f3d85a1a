/** What people typed, for a subject. */
export function oneLine(text: string): string {
  return text.replace(/[\s\0-\x1f\x7f]+/g, ' ').trim()
}

/** What people typed, as text in HTML and in its attributes. */
export function asHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
