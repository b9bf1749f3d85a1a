import type { Excerpt, MailItem, MailParts } from './parts.js'

/** Paragraphs, with an address on a line of its own behind what it is for. */
export function mailText({ items, others = 0, links = [], footer }: MailParts): string {
  const all = [...links, ...(footer?.links ?? [])]
  const blocks = [
    ...items.flatMap(itemText),
    ...(others > 0 ? [`And ${others} more.`] : []),
    ...all.map(({ text, url }) => `${text}: ${url}`),
    ...(footer === undefined ? [] : [footer.why]),
  ]
  return `${blocks.join('\n\n')}\n`
}

function itemText({ title, url, action, lines = [], says = [], facts = [], excerpt, notes = [] }: MailItem) {
  return [
    [title, ...lines].join('\n'),
    ...says.flatMap(({ text, quote = '' }) => [text, ...(quote === '' ? [] : [quote.replace(/^/gm, '> ')])]),
    ...(facts.length === 0 ? [] : [facts.map(({ label, value }) => `${label}: ${value}`).join('\n')]),
    ...(excerpt ? [excerptText(excerpt)] : []),
    ...(url === '' ? [] : [`${action}: ${url}`]),
    ...notes,
  ]
}

function excerptText({ frames }: Excerpt): string {
  return frames
    .flatMap(({ where, lines }) => [
      `  ${where}`,
      ...lines.map(
        ({ number, text, isFailing }) => `  ${isFailing ? '>' : ' '} ${String(number).padStart(5)}  ${text}`,
      ),
    ])
    .join('\n')
}
