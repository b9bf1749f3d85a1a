import { AppError } from '../../errors.js'
import { asHtml } from '../../mail/escape.js'
import { TEMPLATE_BOUNDS, type TemplateNode } from './parse.js'

export type TemplateValue = string | number | boolean | readonly Readonly<Record<string, string | number | boolean>>[]
export type TemplateValues = Readonly<Record<string, TemplateValue>>

/**
 * Fills in a template: values are escaped for the type of the content, names that stand for nothing are empty. Throws
 * `too_large` where more than `TEMPLATE_BOUNDS.rendered` characters come of it.
 */
export function renderTemplate(nodes: readonly TemplateNode[], values: TemplateValues, contentType: string): string {
  const escaped = escaperFor(contentType)
  const parts: string[] = []
  let length = 0
  const add = (part: string) => {
    length += part.length
    if (length > TEMPLATE_BOUNDS.rendered)
      throw new AppError('too_large', `The body became longer than ${TEMPLATE_BOUNDS.rendered / 1024} KiB`)
    parts.push(part)
  }
  const walk = (inner: readonly TemplateNode[], scope: TemplateValues) => {
    for (const node of inner) {
      if (node.kind === 'text') add(node.text)
      else {
        const value = Object.hasOwn(scope, node.name) ? scope[node.name] : undefined
        if (node.kind === 'name') add(typeof value === 'object' || value === undefined ? '' : escaped(String(value)))
        else if (node.isWithout) isNothing(value) && walk(node.nodes, scope)
        else if (typeof value === 'object')
          for (const item of value) walk(node.nodes, { ...scope, ...NO_LISTS, ...item })
        else if (!isNothing(value)) walk(node.nodes, scope)
      }
    }
  }
  walk(nodes, values)
  return parts.join('')
}

/** In a list there is no other one: what it comes to grows with its length alone. */
const NO_LISTS = { issues: '' } as const

function isNothing(value: TemplateValue | undefined): boolean {
  return (
    value === undefined ||
    value === '' ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  )
}

function escaperFor(contentType: string): (text: string) => string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (/[/+]json$/.test(type)) return (text) => JSON.stringify(text).slice(1, -1)
  if (type === 'application/x-www-form-urlencoded')
    return (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
  return /[/+](?:html|xml)$/.test(type) ? asHtml : (text) => text
}
