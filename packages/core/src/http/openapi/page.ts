import { createHash } from 'node:crypto'
import type { AuthRule } from '../types.js'
import type { Schema } from './client-description.js'
import type { ApiDocument } from './document.js'
import type { Operation, Parameter } from './operation.js'
import { PAGE_STYLE } from './page-style.js'
import { escaped, sampleOf, typeText } from './type-text.js'

const styleHash = createHash('sha256').update(PAGE_STYLE).digest('base64')

/** The page has no script; its one style is named by what it holds. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-frame-options': 'DENY',
}

interface Entry {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** An entry as it is searched and shown. */
interface Listed extends Entry {
  readonly text: string
  readonly html: string
}

/**
 * The document to be read: every operation that holds all words of the search, by subject, and the types they speak of.
 * Anybody may ask, so what does not depend on the search is made here, once. Of a search the beginning counts.
 */
export function apiPage(document: ApiDocument): (search: string) => string {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Listed => {
      const entry = { method: method.toUpperCase(), path, operation }
      return { ...entry, text: textOf(entry), html: details(entry, document, false) }
    }),
  )
  const types = Object.entries(document.components.schemas).map(type).join('')
  const whole = render(document, { all, types, search: '' })
  return (search) =>
    search.trim() === '' ? whole : render(document, { all, types, search: search.slice(0, MAX_SEARCH) })
}

const MAX_SEARCH = 100
const MAX_WORDS = 10

function render(
  document: ApiDocument,
  { all, types, search }: { readonly all: readonly Listed[]; readonly types: string; readonly search: string },
): string {
  const words = [...new Set(search.toLowerCase().split(/\s+/).filter(Boolean))].slice(0, MAX_WORDS)
  const found = all.filter(({ text }) => words.every((word) => text.includes(word)))
  const tags = document.tags.map(({ name }) => name).filter((tag) => found.some((one) => one.operation.tags[0] === tag))
  const isOpen = words.length > 0 && found.length <= MAX_OPEN
  const base = document.servers[0]?.url ?? ''
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of Mishap</title><style>${PAGE_STYLE}</style></head>
<body><header><h1>API</h1>
<p>${prose(document.info.description)}</p>
<p>At <code>${escaped(base)}</code>. For programs: <a href="${escaped(base)}/api/openapi.json">openapi.json</a> (OpenAPI ${document.openapi}).</p>
<form method="get" role="search"><input type="search" name="q" value="${escaped(search)}" aria-label="Search operations" placeholder="Path, name, scope or role"><button>Search</button></form>
<p class="dim" role="status">${words.length === 0 ? `${all.length} operations` : `${found.length} of ${all.length} operations`}</p>
<nav aria-label="Subjects">${[...tags, 'Types'].map((tag) => `<a href="#${idOf(tag)}">${tag}</a>`).join('')}</nav></header>
<main>${tags.map((tag) => section(tag, found, document, isOpen)).join('')}
<h2 id="types">Types</h2>${types}</main></body></html>`
}

/** With so few answers to a search, each is shown whole. */
const MAX_OPEN = 3

function textOf({ method, path, operation }: Entry): string {
  const { operationId, summary, description = '', tags } = operation
  return [method, path, operationId, summary, description, ...tags, whoMay(operation['x-auth'])].join(' ').toLowerCase()
}

function section(tag: string, entries: readonly Listed[], document: ApiDocument, isOpen: boolean): string {
  const own = entries.filter(({ operation }) => operation.tags[0] === tag)
  return `<h2 id="${idOf(tag)}">${tag}</h2>${own.map((entry) => (isOpen ? details(entry, document, true) : entry.html)).join('')}`
}

function details({ method, path, operation }: Entry, document: ApiDocument, isOpen: boolean): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  const body = requestBody?.content['application/json'].schema
  const who = whoMay(operation['x-auth'])
  return `<details id="${escaped(operationId)}"${isOpen ? ' open' : ''}><summary>
<span class="method ${method.toLowerCase()}">${method}</span><code>${escaped(path)}</code><span class="what">${escaped(summary)}</span><span class="who">${escaped(who)}</span></summary>
<div class="body">${paragraph(description)}<p class="dim">Operation <code>${escaped(operationId)}</code>. ${escaped(who)}.</p>
${parameterList('In the path', parameters, 'path')}${parameterList('In the query', parameters, 'query')}
${body === undefined ? '' : `<h4>Body</h4>${typeOf(body, document)}`}
${answersOf(responses, document)}
<h4>Example</h4><pre>${escaped(curlOf({ method, path, operation }, document, body))}</pre></div></details>`
}

function whoMay(auth: AuthRule): string {
  if (auth.kind === 'public') return 'Anybody'
  if (auth.kind === 'session') return 'In a signed-in browser'
  if (auth.kind === 'superuser') return 'Superusers, in a browser'
  if (auth.kind === 'account') return 'Any token or browser'
  return `${auth.role === 'member' ? 'Members' : `From ${auth.role} on`} · ${auth.scopes.join(' or ')}`
}

function parameterList(title: string, parameters: readonly Parameter[], place: Parameter['in']): string {
  const own = parameters.filter((parameter) => parameter.in === place)
  if (own.length === 0) return ''
  const items = own.map(({ name, required, description = '', schema }) => {
    const kind = place === 'path' ? '' : `<code>${typeText(schema)}</code>${required ? ', needed' : ''}. `
    return `<dt>${escaped(name)}</dt><dd>${kind}${prose(description)}</dd>`
  })
  return `<h4>${title}</h4><dl>${items.join('')}</dl>`
}

function answersOf(responses: Operation['responses'], document: ApiDocument): string {
  return Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(([status, { content = {}, headers }]) => {
      const schema = Object.values(content)[0]?.schema
      const pages = headers === undefined ? '' : ', in pages'
      return `<h4>Answer ${status}${pages}</h4>${schema === undefined ? '<p class="dim">Without a body.</p>' : typeOf(schema, document)}`
    })
    .join('')
}

function curlOf({ method, path, operation }: Entry, document: ApiDocument, body: Schema | undefined): string {
  const base = document.servers[0]?.url ?? ''
  const { kind } = operation['x-auth']
  const query = (operation.parameters ?? []).filter(({ in: place, required }) => place === 'query' && required)
  const asked = query.map(({ name, schema }) => `${name}=${sampleOf(schema, document.components.schemas)}`).join('&')
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} '${base}${path}${asked === '' ? '' : `?${asked}`}'`,
    ...(kind === 'user' || kind === 'account' ? ["-H 'Authorization: Bearer TOKEN'"] : []),
    ...(kind === 'session' || kind === 'superuser'
      ? ["-b 'sessionid=…; csrftoken=TOKEN'", ...(method === 'GET' ? [] : ["-H 'X-CSRFToken: TOKEN'"])]
      : []),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(sampleOf(body, document.components.schemas))}'`]),
  ]
  return lines.join(' \\\n  ')
}

function type([name, schema]: [string, Schema]): string {
  return `<h3 id="${escaped(name)}">${escaped(name)}</h3>${paragraph(schema.description)}<pre>${typeText(schema)}</pre>`
}

/** What has a name is shown with what is in it. */
function typeOf(schema: Schema, { components }: ApiDocument): string {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1)
  const named = name === undefined ? undefined : components.schemas[name]
  return `<pre>${typeText(schema)}${named === undefined ? '' : ` ${typeText(named)}`}</pre>`
}

function paragraph(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `<p>${prose(text)}</p>`
}

/** With what stands in backquotes as code. */
function prose(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

function idOf(tag: string): string {
  return tag.toLowerCase().replaceAll(' ', '-')
}
