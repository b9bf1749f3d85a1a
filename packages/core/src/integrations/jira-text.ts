/*
 * Issues are drafted in Markdown. Jira's own server takes a wiki's text, Jira Cloud a document; of Markdown this knows what
 * drafts are made of: paragraphs, fenced code and links. All else stays the text that it is.
 */

type Block = { readonly kind: 'code' | 'text'; readonly lines: readonly string[] }

/** Atlassian's document format. https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ */
export function toDocument(markdown: string): object {
  const content = blocksOf(markdown).map(({ kind, lines }) => {
    if (kind === 'code') return { type: 'codeBlock', content: textNodes(lines.join('\n')) }
    const inline = lines.flatMap((line, index) => [...(index === 0 ? [] : [{ type: 'hardBreak' }]), ...inlineOf(line)])
    return { type: 'paragraph', content: inline }
  })
  return { type: 'doc', version: 1, content }
}

/** https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa */
export function toWiki(markdown: string): string {
  return blocksOf(markdown)
    .map(({ kind, lines }) => {
      const text = lines.join('\n')
      // Nothing in it may end the block.
      if (kind === 'code') return `{noformat}\n${text.replaceAll('{noformat}', '{ noformat}')}\n{noformat}`
      return plain(text).replace(/[[\]{}!|*~^]/g, '\\$&')
    })
    .join('\n\n')
}

function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  let fence: string | null = null
  const end = (kind: Block['kind']) => {
    if (lines.length > 0) blocks.push({ kind, lines })
    lines = []
  }
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,})/.exec(line)?.[1] ?? null
    if (fence === null && mark !== null) {
      end('text')
      fence = mark
    } else if (fence !== null && line.trim() === fence) {
      end('code')
      fence = null
    } else if (fence === null && line.trim() === '') end('text')
    else lines.push(line)
  }
  end(fence === null ? 'text' : 'code')
  return blocks
}

/** Addresses become links, so that nobody has to copy them. */
function inlineOf(line: string): readonly object[] {
  return plain(line)
    .split(/(https?:\/\/[^\s<>"]+)/)
    .flatMap((part, index) => {
      if (part === '') return []
      if (index % 2 === 0) return textNodes(part)
      return [{ type: 'text', text: part, marks: [{ type: 'link', attrs: { href: part } }] }]
    })
}

function textNodes(text: string): readonly object[] {
  return text === '' ? [] : [{ type: 'text', text }]
}

/** Without what Markdown would have taken away. */
function plain(text: string): string {
  return text
    .replace(/<!--[^>]*-->/g, (comment) => comment.slice(4, -3).trim())
    .replaceAll('**', '')
    .replace(/\\([\\`*_[\]<>()#+.!|~-])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}
