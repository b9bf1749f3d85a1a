import { createHash } from 'node:crypto'
import { safeUrl } from '../../../format/text.js'
import type { StatusPage } from '../../../ports/status-pages.js'
import { type Html, html, trusted } from '../html.js'
import { SCRIPT } from './script.js'
import { styleOf } from './style.js'

/** A page with the policy that lets nothing but its own style and script run. */
export interface Shell {
  readonly body: string
  readonly policy: string
}

/** What stands around everything that is shown under the name of a page. */
export function documentOf(
  { page }: { readonly page: Pick<StatusPage, 'name' | 'theme' | 'accent' | 'homepage' | 'hasLogo'> },
  {
    base,
    isEmbedded,
    title,
    main,
    footer = null,
  }: {
    readonly base: string
    readonly isEmbedded: boolean
    readonly title: string
    readonly main: Html
    readonly footer?: Html | null
  },
): Shell {
  const style = styleOf(page)
  const home = safeUrl(page.homepage)
  const logo = page.hasLogo ? html`<img src="${base}logo/" alt="">` : null
  const header = html`<header>${logo}<h1>${page.name}</h1>${home === null ? null : html`<a href="${home}" rel="noopener">${new URL(home).host}</a>`}</header>`
  const links =
    footer === null
      ? null
      : html`<link rel="alternate" type="application/atom+xml" title="${page.name}" href="${base}feed.atom">`
  const document = html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>${links}<style>${trusted(style)}</style><body><div class="p">${
    isEmbedded ? null : html`<a class="h" href="#m">To the content</a>${header}`
  }${main}${footer}</div>${footer === null && !isEmbedded ? null : html`<script>${trusted(SCRIPT)}</script>`}`
  return { body: document.toString(), policy: policyOf(style) }
}

function policyOf(style: string): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(SCRIPT)}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
