import type { Schema } from './client-description.js'

/** A schema as HTML text in the manner of TypeScript; names of other schemas are links. */
export function typeText(schema: Schema, indent = ''): string {
  if (schema.$ref !== undefined) return link(schema.$ref)
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => typeText(one, indent)).join(' | ')
  if (schema.allOf !== undefined) return schema.allOf.map((one) => typeText(one, indent)).join(' & ')
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ')
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map((one) => typeText(one, indent)).join(', ')}]`
  if (schema.type === 'array') return arrayText(typeText(schema.items ?? {}, indent))
  if (schema.type === 'object') return objectText(schema, indent)
  if (typeof schema.type === 'string') return schema.type
  return schema.type?.join(' | ') ?? 'any'
}

/** A value of the kind, to show how a request looks. */
export function sampleOf(schema: Schema, schemas: Readonly<Record<string, Schema>>, depth = 0): unknown {
  const named = schema.$ref === undefined ? schema : (schemas[nameOf(schema.$ref)] ?? {})
  if (named.enum !== undefined) return named.enum[0]
  if (named.const !== undefined) return named.const
  if (named.anyOf !== undefined) return sampleOf(named.anyOf[0] ?? {}, schemas, depth)
  const type = typeof named.type === 'string' ? named.type : named.type?.[0]
  if (type === 'array') return depth > MAX_DEPTH ? [] : [sampleOf(named.items ?? {}, schemas, depth + 1)]
  if (type === 'object') return depth > MAX_DEPTH ? {} : sampleObject(named, schemas, depth)
  if (type === 'number') return 1
  return type === 'boolean' ? true : '…'
}

/** Text that is shown as it is. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const MAX_DEPTH = 3
/** What a sample shows of an object all of whose fields may be left out. */
const MAX_OPTIONAL = 2

function sampleObject({ properties = {}, required }: Schema, schemas: Readonly<Record<string, Schema>>, depth: number) {
  const shown = required ?? Object.keys(properties).slice(0, MAX_OPTIONAL)
  return Object.fromEntries(shown.map((name) => [name, sampleOf(properties[name] ?? {}, schemas, depth + 1)]))
}

function objectText({ properties = {}, required = [], additionalProperties }: Schema, indent: string): string {
  const inner = `${indent}  `
  const rest = additionalProperties === undefined ? [] : [`${inner}[name]: ${typeText(additionalProperties, inner)}`]
  const fields = Object.entries(properties).map(([name, schema]) => {
    const remark =
      schema.description === undefined ? '' : `${inner}<i>${escaped(schema.description.replaceAll('\n', ' '))}</i>\n`
    const isOptional = required.includes(name) ? '' : '?'
    return `${remark}${inner}<b>${escaped(name)}</b>${isOptional}: ${typeText(schema, inner)}`
  })
  const lines = [...fields, ...rest]
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

function arrayText(item: string): string {
  return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`
}

function link(ref: string): string {
  const name = escaped(nameOf(ref))
  return `<a href="#${name}">${name}</a>`
}

function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1)
}

function literal(value: unknown): string {
  return escaped(JSON.stringify(value))
}
