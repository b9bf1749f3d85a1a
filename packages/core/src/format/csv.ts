/**
 * Rows as CSV (RFC 4180). A text that a spreadsheet could take for a formula begins with an apostrophe: what is written
 * comes from events, and whoever sends those must not run anything in the sheet of whoever reads them.
 */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** What spreadsheets begin formulas with, full-width ones among them; also behind what they skip. */
const FORMULA = /^[\s\0]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]|^'|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
