import { type Block, parseMarkdown } from '../../../format/markdown-blocks.js'
import type { Inline } from '../../../format/markdown-inline.js'
import { type Html, html } from '../html.js'

/** What people wrote as HTML: no HTML of theirs, and links to `http(s)` alone. */
export function markdown(text: string): Html {
  return blocks(parseMarkdown(text))
}

function blocks(list: readonly Block[]): Html {
  return html`${list.map(block)}`
}

function block(one: Block): Html {
  switch (one.kind) {
    case 'paragraph':
      return html`<p>${inlines(one.content)}</p>`
    case 'heading':
      // The outline of the page is the page's.
      return html`<p><b>${inlines(one.content)}</b></p>`
    case 'code':
      return html`<pre tabindex="0"><code>${one.text}</code></pre>`
    case 'quote':
      return html`<blockquote>${blocks(one.blocks)}</blockquote>`
    case 'rule':
      return html`<hr>`
    case 'list': {
      const items = one.items.map((item) => html`<li>${blocks(item)}</li>`)
      return one.start === null ? html`<ul>${items}</ul>` : html`<ol start="${one.start}">${items}</ol>`
    }
  }
}

function inlines(list: readonly Inline[]): Html {
  return html`${list.map(inline)}`
}

function inline(one: Inline): Html {
  if (typeof one === 'string') return html`${one}`
  switch (one.kind) {
    case 'strong':
      return html`<strong>${inlines(one.content)}</strong>`
    case 'em':
      return html`<em>${inlines(one.content)}</em>`
    case 'del':
      return html`<del>${inlines(one.content)}</del>`
    case 'code':
      return html`<code>${one.text}</code>`
    case 'break':
      return html`<br>`
    case 'link':
      return html`<a href="${one.href}" rel="noopener noreferrer nofollow">${inlines(one.content)}</a>`
    case 'mention':
      return html`@${one.name}`
  }
}
