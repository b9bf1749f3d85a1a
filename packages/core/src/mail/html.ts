import { asHtml } from './escape.js'
import type { Excerpt, MailItem, MailLink, MailParts, MailSaying } from './parts.js'

/**
 * Tables and styles of their own, which every mail program shows; classes only for what better ones do in the dark and on
 * small screens. No image and nothing else is loaded from anywhere.
 */
export function mailHtml({ subject, heading, tone, accent, items, others = 0, links = [], footer }: MailParts): string {
  const rest = others > 0 ? `<p class="mh-soft" style="${P}margin-top:16px;color:${SOFT}">And ${others} more.</p>` : ''
  const all = links.map((link) => `<p style="${P}">${linkHtml(link, `color:${LINK}`)}</p>`).join('')
  const bar = accent === undefined ? '' : `border-left-color:${asHtml(accent)}!important;`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${asHtml(subject)}</title><style>${STYLE}</style></head>
<body class="mh-page" style="margin:0;padding:0;background:#f4f4f6">
<table role="presentation" class="mh-page" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f6"><tr><td align="center" class="mh-pad" style="padding:24px 12px">
<table role="presentation" class="mh-card" width="100%" cellpadding="0" cellspacing="0" style="max-width:620px;background:#ffffff;border:1px solid #e2e2e8;border-radius:8px"><tr><td class="mh-in" style="padding:24px 28px;${FONT}color:#1c1c22;text-align:left">
<p class="mh-${tone}" style="${P}font-weight:600;color:${TONES[tone]};border-left:4px solid ${TONES[tone]};${bar}padding-left:10px">${asHtml(heading)}</p>
${items.map(items.length > 1 ? shortHtml : itemHtml).join(`<hr class="mh-line" style="border:0;border-top:1px solid #e2e2e8;margin:20px 0">`)}${rest}${all}
</td></tr></table>
${footer === undefined ? '' : footerHtml(footer)}
</td></tr></table></body></html>
`
}

const FAMILY = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"
const FONT = `font:15px/1.5 ${FAMILY};`
const P = 'margin:0 0 12px;overflow-wrap:anywhere;word-break:break-word;'
const SOFT = '#5c5c6b'
const LINK = '#3d4fa8'
const TONES: Readonly<Record<MailParts['tone'], string>> = {
  bad: '#b3261e',
  warn: '#8a5a00',
  good: '#1a7037',
  plain: '#4c4c5a',
}

const STYLE = `
@media (prefers-color-scheme: dark) {
.mh-page{background:#17171c!important}.mh-card{background:#212128!important;border-color:#3a3a44!important}
.mh-in,.mh-in h1,.mh-in td,.mh-title{color:#ececf1!important}.mh-soft,.mh-in td.mh-soft,.mh-soft a{color:#a9a9b8!important}
.mh-in a{color:#a9b6ff!important}.mh-in a.mh-title{color:#ececf1!important}.mh-in a.mh-do{color:#ffffff!important}
.mh-code{background:#17171c!important;border-color:#3a3a44!important;color:#dcdce4!important}.mh-fail{background:#4a2325!important;color:#ffdad6!important}
.mh-line{border-color:#3a3a44!important}
.mh-bad{color:#ffb4ab!important;border-color:#ffb4ab!important}.mh-warn{color:#f5c56b!important;border-color:#f5c56b!important}.mh-good{color:#7fd69a!important;border-color:#7fd69a!important}.mh-plain{color:#c3c3cf!important;border-color:#c3c3cf!important}
}
@media (max-width: 480px) {.mh-pad{padding:0!important}.mh-card{border-radius:0!important;border-left:0!important;border-right:0!important}.mh-in{padding:20px 16px!important}.mh-foot{padding:14px 16px!important}}
`

function itemHtml({ title, url, action, lines = [], says = [], facts = [], excerpt, notes = [] }: MailItem): string {
  const style = 'font-size:18px;line-height:1.35;font-weight:650;color:#1c1c22;text-decoration:none'
  const head =
    url === '' ? asHtml(title) : `<a class="mh-title" href="${asHtml(url)}" style="${style}">${asHtml(title)}</a>`
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><td class="mh-soft" width="92" valign="top" style="padding:2px 14px 2px 0;color:${SOFT};overflow-wrap:anywhere">${asHtml(label)}</td><td valign="top" style="padding:2px 0;overflow-wrap:anywhere;word-break:break-word">${asHtml(value)}</td></tr>`,
  )
  return [
    `<h1 style="${P}${style}">${head}</h1>`,
    ...lines.map(softHtml),
    ...says.map(sayingHtml),
    rows.length === 0
      ? ''
      : `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 14px;font:14px/1.5 ${FAMILY}">${rows.join('')}</table>`,
    excerpt ? excerptHtml(excerpt) : '',
    url === '' ? '' : buttonHtml({ text: action, url }),
    ...notes.map(softHtml),
  ].join('\n')
}

function softHtml(line: string): string {
  return `<p class="mh-soft" style="${P}color:${SOFT}">${asHtml(line)}</p>`
}

function sayingHtml({ text, quote = '' }: MailSaying): string {
  const style = `${P}white-space:pre-wrap`
  const quoted = `<blockquote class="mh-line" style="${style};border-left:3px solid #e2e2e8;padding:2px 0 2px 12px">${asHtml(quote)}</blockquote>`
  return `<p style="${style}">${asHtml(text)}</p>${quote === '' ? '' : quoted}`
}

/** Of several: what tells them apart. */
function shortHtml({ title, url, lines = [], facts = [] }: MailItem): string {
  const style = 'font-size:16px;line-height:1.4;font-weight:650;color:#1c1c22;text-decoration:none'
  const said = [...lines, facts.map(({ label, value }) => `${label}: ${value}`).join(' · ')]
  return [
    `<h1 style="${P}margin-bottom:4px;${style}"><a class="mh-title" href="${asHtml(url)}" style="${style}">${asHtml(title)}</a></h1>`,
    ...said.map(
      (line) => `<p class="mh-soft" style="${P}margin-bottom:4px;font-size:14px;color:${SOFT}">${asHtml(line)}</p>`,
    ),
  ].join('\n')
}

function excerptHtml({ frames }: Excerpt): string {
  const parts = frames.map(({ where, lines }) => {
    const source = lines.map(({ number, text, isFailing }) => {
      const failing = isFailing
        ? 'class="mh-fail" style="display:block;background:#fde7e5;color:#5c1510"'
        : 'style="display:block"'
      return `<span ${failing}>${String(number).padStart(5)}  ${asHtml(text)}</span>`
    })
    const code = `<div class="mh-code" style="margin:4px 0 0;padding:8px 10px;background:#f4f4f6;border:1px solid #e2e2e8;border-radius:6px;color:#1c1c22;font:12px/1.55 ${MONO};white-space:pre-wrap;overflow-wrap:anywhere;word-break:break-word">${source.join('')}</div>`
    return `<div style="margin:0 0 10px"><div class="mh-soft" style="font:12px/1.5 ${MONO};color:${SOFT};overflow-wrap:anywhere;word-break:break-word">${asHtml(where)}</div>${source.length === 0 ? '' : code}</div>`
  })
  return `<div style="margin:0 0 16px">${parts.join('')}</div>`
}

function buttonHtml({ text, url }: MailLink): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 14px"><tr><td style="background:#4254b5;border-radius:6px"><a class="mh-do" href="${asHtml(url)}" style="display:inline-block;padding:9px 16px;font:600 14px/1.3 ${FAMILY};color:#ffffff;text-decoration:none">${asHtml(text)}</a></td></tr></table>`
}

function linkHtml({ text, url }: MailLink, style: string): string {
  return `<a href="${asHtml(url)}" style="${style}">${asHtml(text)}</a>`
}

function footerHtml({ why, links }: NonNullable<MailParts['footer']>): string {
  const small = [...links.map((link) => linkHtml(link, `color:${SOFT}`)), asHtml(why)]
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:620px"><tr><td class="mh-foot mh-soft" style="padding:14px 28px;font:12px/1.6 ${FAMILY};color:${SOFT};text-align:left">${small.join('<br>')}</td></tr></table>`
}
