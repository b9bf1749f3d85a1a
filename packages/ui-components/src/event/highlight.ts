import { lookup } from '@mishap/core/format'
import type { LanguageFn } from 'highlight.js'
import { createLowlight } from 'lowlight'
import type { Token, TokenKind } from './highlighter.js'

type Load = () => Promise<{ readonly default: LanguageFn }>

const GRAMMARS: Readonly<Record<string, Load>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  dart: () => import('highlight.js/lib/languages/dart'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  objectivec: () => import('highlight.js/lib/languages/objectivec'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
}

const KINDS: Readonly<Record<string, TokenKind>> = {
  'hljs-keyword': 'keyword',
  'hljs-literal': 'keyword',
  'hljs-operator': 'keyword',
  'hljs-meta': 'keyword',
  'hljs-symbol': 'keyword',
  'hljs-string': 'string',
  'hljs-regexp': 'string',
  'hljs-number': 'number',
  'hljs-comment': 'comment',
  'hljs-doctag': 'comment',
  'hljs-title': 'function',
  'hljs-section': 'function',
  'hljs-type': 'type',
  'hljs-built_in': 'type',
  'hljs-class': 'type',
  'hljs-attr': 'type',
  'hljs-name': 'type',
}

const lowlight = createLowlight()

/** Tokens of the whole text, so that strings and comments over several lines keep their colour; null without a grammar. */
export async function highlight(code: string, language: string): Promise<readonly (readonly Token[])[] | null> {
  const load = lookup(GRAMMARS, language)
  if (load === undefined) return null
  if (!lowlight.registered(language)) lowlight.register(language, (await load()).default)
  const lines: Token[][] = [[]]
  addTokens(lowlight.highlight(language, code).children, null, lines)
  return lines
}

interface TreeNode {
  readonly type: string
  readonly value?: string
  readonly properties?: { readonly className?: unknown }
  readonly children?: readonly TreeNode[]
}

function addTokens(nodes: readonly TreeNode[], kind: TokenKind | null, lines: Token[][]): void {
  for (const node of nodes) {
    if (node.type === 'text') addText(node.value ?? '', kind, lines)
    else addTokens(node.children ?? [], kindOf(node) ?? kind, lines)
  }
}

function addText(text: string, kind: TokenKind | null, lines: Token[][]): void {
  text.split('\n').forEach((part, at) => {
    if (at > 0) lines.push([])
    if (part !== '') lines.at(-1)?.push({ text: part, kind })
  })
}

function kindOf(node: TreeNode): TokenKind | null {
  const names = node.properties?.className
  for (const name of Array.isArray(names) ? names : []) {
    const kind = lookup(KINDS, String(name))
    if (kind !== undefined) return kind
  }
  return null
}
