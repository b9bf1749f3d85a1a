/** A type of a pydantic model. */
export type PydanticType =
  | 'str'
  | 'int'
  | 'bool'
  | { readonly oneOf: readonly string[] }
  | { readonly optional: PydanticType }
  | { readonly list: PydanticType }
  | { readonly model: Readonly<Record<string, Field>>; readonly check?: (given: object) => void }

/** With a default the key may be missing; it may be null only where the type says so. */
type Field = PydanticType | { readonly type: PydanticType; readonly default: unknown }

/**
 * What pydantic 2 makes of an answer in its usual, lax mode: text is never made of something else, whole numbers may be
 * written as text, keys that no field has are left alone, and a field without a default must be there.
 */
export function validatePydantic(type: PydanticType, json: unknown, at = 'value'): unknown {
  if (type === 'str') return typeof json === 'string' ? json : fail(json, 'a string', at)
  if (type === 'int') return intOf(json, at)
  if (type === 'bool') return boolOf(json, at)
  if ('oneOf' in type) return type.oneOf.includes(json as string) ? json : fail(json, type.oneOf.join(' or '), at)
  if ('optional' in type) return json === null ? null : validatePydantic(type.optional, json, at)
  if ('list' in type)
    return Array.isArray(json)
      ? json.map((item, index) => validatePydantic(type.list, item, `${at}[${index}]`))
      : fail(json, 'a list', at)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return fail(json, 'a dictionary', at)
  type.check?.(json)
  const given = json as Readonly<Record<string, unknown>>
  const fields = Object.entries(type.model).map(([name, field]) => [name, fieldOf(field, given, name, at)] as const)
  return Object.fromEntries(fields)
}

function fieldOf(field: Field, given: Readonly<Record<string, unknown>>, name: string, at: string): unknown {
  const hasDefault = typeof field === 'object' && 'default' in field
  if (Object.hasOwn(given, name)) return validatePydantic(hasDefault ? field.type : field, given[name], `${at}.${name}`)
  return hasDefault ? field.default : fail(undefined, 'a field', `${at}.${name}`)
}

function intOf(json: unknown, at: string): number {
  if (typeof json === 'number' && Number.isInteger(json)) return json
  if (typeof json === 'boolean') return Number(json)
  return typeof json === 'string' && /^[+-]?\d+$/.test(json.trim()) ? Number(json) : fail(json, 'an integer', at)
}

function boolOf(json: unknown, at: string): boolean {
  if (typeof json === 'boolean') return json
  return json === 0 || json === 1 ? json === 1 : fail(json, 'a boolean', at)
}

function fail(json: unknown, wanted: string, at: string): never {
  throw new Error(`${at}: wanted ${wanted}, found ${JSON.stringify(json)?.slice(0, 80)}`)
}
