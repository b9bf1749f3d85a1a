/** A JSON schema as OpenAPI 3.1 has it, as far as types of the client need it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

/** What the typed client sends for an operation, and what it makes of the answer. */
export interface ClientOperation {
  readonly description: string
  /** `page`: a list with a `Link` header; `empty`: the answer says nothing; `raw`: a stream; `session`: of the auth API. */
  readonly kind: 'json' | 'page' | 'empty' | 'session' | 'raw'
  readonly query: Schema | null
  readonly body: Schema | null
  readonly answer: Schema | null
}

/** What the build reads from the typed client. */
export interface ClientDescription {
  readonly operations: Readonly<Record<string, ClientOperation>>
  readonly schemas: Readonly<Record<string, Schema>>
}

/** Read when it is first wanted: a server starts without it. */
export async function readClientDescription(): Promise<ClientDescription> {
  const { default: description } = await import('./client.generated.json', { with: { type: 'json' } })
  return description
}
