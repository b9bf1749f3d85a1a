import { type Inline, parseInline } from './markdown-inline.js'

/** The markdown of a comment: what people use in chats and reviews, and no HTML. */
export type Block =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'heading'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'rule' }

const DEEPEST = 6
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const HEADING = /^ {0,3}#{1,6}[ \t]+/
const RULE = /^ {0,3}(?:(?:\* ?){3,}|(?:- ?){3,}|(?:_ ?){3,})$/
const QUOTE = /^ {0,3}> ?/
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])( +)(?=\S)/

/** Reads a comment line by line, in time linear in its length. Never throws: what is not markdown is text. */
export function parseMarkdown(text: string): readonly Block[] {
  return blocksOf(text.replaceAll(/\r\n?/g, '\n').split('\n'), 0)
}

function blocksOf(lines: readonly string[], depth: number): readonly Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', content: parseInline(paragraph.join('\n')) })
    paragraph = []
  }
  let at = 0
  while (at < lines.length) {
    const found = depth > DEEPEST ? null : blockAt(lines, at, depth, paragraph.length > 0)
    if (found !== null) {
      endParagraph()
      blocks.push(found.block)
      at = found.end
      continue
    }
    const line = lines[at] ?? ''
    if (line.trim() === '') endParagraph()
    else paragraph.push(line.trim())
    at += 1
  }
  endParagraph()
  return blocks
}

interface Found {
  readonly block: Block
  /** The line behind it. */
  readonly end: number
}

function blockAt(lines: readonly string[], at: number, depth: number, isInParagraph: boolean): Found | null {
  const line = lines[at] ?? ''
  const fence = FENCE.exec(line)?.[1]
  if (fence !== undefined) return codeAt(lines, at, fence)
  const heading = HEADING.exec(line)?.[0]
  if (heading !== undefined)
    return { block: { kind: 'heading', content: parseInline(line.slice(heading.length).trim()) }, end: at + 1 }
  if (line.length < 200 && RULE.test(line.trimEnd())) return { block: { kind: 'rule' }, end: at + 1 }
  if (QUOTE.test(line)) return quoteAt(lines, at, depth)
  const item = ITEM.exec(line)
  // In the midst of a paragraph a year at the start of a line is no list.
  if (item !== null && !(isInParagraph && item[3] !== undefined && item[3] !== '1')) return listAt(lines, at, depth)
  return null
}

/** Up to its closing fence; without one, to the end. */
function codeAt(lines: readonly string[], at: number, fence: string): Found {
  let end = at + 1
  while (end < lines.length && !isClosing(lines[end] ?? '', fence)) end += 1
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end: end + 1 }
}

function isClosing(line: string, fence: string): boolean {
  const text = line.trim()
  return text.length >= fence.length && text === fence.charAt(0).repeat(text.length)
}

function quoteAt(lines: readonly string[], at: number, depth: number): Found {
  let end = at
  while (end < lines.length && QUOTE.test(lines[end] ?? '')) end += 1
  const inside = lines.slice(at, end).map((line) => line.replace(QUOTE, ''))
  return { block: { kind: 'quote', blocks: blocksOf(inside, depth + 1) }, end }
}

/** Items follow each other; what is indented below one belongs to it. */
function listAt(lines: readonly string[], first: number, depth: number): Found {
  const isOrdered = ITEM.exec(lines[first] ?? '')?.[3] !== undefined
  const items: (readonly Block[])[] = []
  let at = first
  let start: number | null = null
  while (at < lines.length) {
    const marker = ITEM.exec(lines[at] ?? '')
    if (marker === null || (marker[3] !== undefined) !== isOrdered) break
    start ??= marker[3] === undefined ? null : Number(marker[3])
    const width = marker[0].length
    const inside = [(lines[at] ?? '').slice(width)]
    at += 1
    while (at < lines.length && isInside(lines, at, width)) {
      inside.push((lines[at] ?? '').slice(Math.min(width, indentOf(lines[at] ?? ''))))
      at += 1
    }
    items.push(blocksOf(inside, depth + 1))
  }
  return { block: { kind: 'list', start, items }, end: at }
}

function isInside(lines: readonly string[], at: number, width: number): boolean {
  const line = lines[at] ?? ''
  if (line.trim() === '') return indentOf(lines[at + 1] ?? '') >= width
  return indentOf(line) >= Math.min(width, 2)
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
