/** A type of Go, as far as `encoding/json` needs it. */
export type GoType =
  | 'string'
  | 'int64'
  | 'bool'
  | { readonly pointer: GoType }
  | { readonly slice: GoType }
  | { readonly map: GoType }
  | { readonly struct: Readonly<Record<string, GoType>> }

/**
 * What Go's `encoding/json` makes of an answer: another type of JSON than the field's is an error, keys are found without
 * regard to case, unknown ones are left alone, and null is a nil pointer or else leaves the zero value.
 */
export function decodeGo(type: GoType, json: unknown, at = 'value'): unknown {
  if (json === null || json === undefined) return zeroOf(type)
  if (typeof type === 'string') return scalar(type, json, at)
  if ('pointer' in type) return decodeGo(type.pointer, json, at)
  if ('slice' in type) {
    if (!Array.isArray(json)) throw mismatch(json, '[]', at)
    return json.map((item, index) => decodeGo(type.slice, item, `${at}[${index}]`))
  }
  if (typeof json !== 'object' || Array.isArray(json)) throw mismatch(json, 'struct', at)
  if ('map' in type)
    return Object.fromEntries(
      Object.entries(json).map(([name, value]) => [name, decodeGo(type.map, value, `${at}[${name}]`)]),
    )
  const fields = Object.entries(type.struct).map(([name, field]) => {
    const key = keyOf(json, name)
    const value = key === null ? undefined : (json as Readonly<Record<string, unknown>>)[key]
    return [name, decodeGo(field, value, `${at}.${name}`)] as const
  })
  return Object.fromEntries(fields)
}

function zeroOf(type: GoType): unknown {
  if (type === 'string') return ''
  if (type === 'int64') return 0
  if (type === 'bool') return false
  if ('struct' in type)
    return Object.fromEntries(Object.entries(type.struct).map(([name, field]) => [name, zeroOf(field)]))
  return null
}

function scalar(type: 'string' | 'int64' | 'bool', json: unknown, at: string): unknown {
  if (type === 'string' && typeof json === 'string') return json
  if (type === 'bool' && typeof json === 'boolean') return json
  if (type === 'int64' && typeof json === 'number' && Number.isInteger(json)) return json
  throw mismatch(json, type, at)
}

function keyOf(json: object, name: string): string | null {
  if (Object.hasOwn(json, name)) return name
  return Object.keys(json).find((key) => key.toLowerCase() === name.toLowerCase()) ?? null
}

function mismatch(json: unknown, wanted: string, at: string): Error {
  return new Error(`json: cannot unmarshal ${JSON.stringify(json).slice(0, 80)} into ${at} of type ${wanted}`)
}
