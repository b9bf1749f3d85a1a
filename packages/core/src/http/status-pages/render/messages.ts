import type { StatusPage } from '../../../ports/status-pages.js'
import { type Html, html } from '../html.js'
import { documentOf, type Shell } from './document.js'

type Named = Pick<StatusPage, 'name' | 'theme' | 'accent' | 'homepage' | 'hasLogo'>

const NAMELESS: Named = { name: 'Status', theme: 'system', accent: '', homepage: '', hasLogo: false }

/** A page that says something in a few words, under the name of a status page where there is one. */
export function renderMessage(
  page: Named | null,
  message: { readonly base: string; readonly title: string; readonly text: string; readonly more?: Html | null },
): Shell {
  const { base, title, text, more = null } = message
  const main = html`<main id="m"><h2>${title}</h2><p>${text}</p>${more}</main>`
  return documentOf({ page: page ?? NAMELESS }, { base, isEmbedded: false, title, main })
}

/** Where the password of a page is asked for; nothing of what is behind it, but its name and its logo. */
export function renderPasswordForm(page: Named, { base, fault }: { base: string; fault: string }): Shell {
  const notice = fault === '' ? null : html`<p class="b e down" role="alert">${fault}</p>`
  return renderMessage(page, {
    ...{ base, title: 'This page has a password', text: 'Whoever keeps this page can tell it to you.' },
    more: html`${notice}<form method="post" action="${base}"><label>Password<input type="password" name="password" required maxlength="1024" autocomplete="current-password" autofocus></label><button>Open</button></form>`,
  })
}

/** A button that does what a link alone must not: mails are looked at by programs, which follow links. */
export function renderQuestion(
  page: Named,
  question: {
    readonly base: string
    readonly action: string
    readonly title: string
    readonly text: string
    readonly button: string
  },
): Shell {
  const { base, action, title, text, button } = question
  return renderMessage(page, {
    ...{ base, title, text },
    more: html`<form method="post" action="${action}"><button>${button}</button></form>`,
  })
}

export function renderDone(
  page: Named,
  message: { readonly base: string; readonly title: string; readonly text: string },
): Shell {
  return renderMessage(page, { ...message, more: html`<p><a href="${message.base}">To the status page</a></p>` })
}
