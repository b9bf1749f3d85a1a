// JSON schemas of TypeScript's types, as the checker has resolved them: no `Pick`, `Partial` or `&` is left in them.
import ts from 'typescript'

/** Describes types; those that have a name in the sources `within` stand once in `schemas` and are referred to. */
export function describer(checker, within) {
  const schemas = {}

  function describe(type) {
    const name = nameOf(type, within)
    if (name === null) return written(type)
    if (schemas[name] === undefined) {
      // Stands there before it is made, for types that hold themselves.
      schemas[name] = {}
      const symbol = type.aliasSymbol ?? type.symbol
      schemas[name] = { ...commentOf(symbol), ...written(type) }
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  function written(type) {
    const { flags } = type
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {}
    if (flags & ts.TypeFlags.Null) return { type: 'null' }
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' }
    if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' }
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value }
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' }
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' }
    if (flags & ts.TypeFlags.NonPrimitive) return { type: 'object' }
    if (type.isUnion()) return union(type)
    if (checker.isTupleType(type)) return tuple(type)
    if (checker.isArrayType(type)) return { type: 'array', items: describe(checker.getTypeArguments(type)[0]) }
    if (flags & ts.TypeFlags.Object || type.isIntersection()) return object(type)
    throw new Error(`No JSON is known for the type ${checker.typeToString(type)}`)
  }

  function union(type) {
    const parts = type.types.filter((part) => !(part.flags & ts.TypeFlags.Undefined))
    const isNull = parts.some((part) => part.flags & ts.TypeFlags.Null)
    const booleans = parts.filter((part) => part.flags & ts.TypeFlags.BooleanLiteral)
    const literals = parts.filter((part) => part.isStringLiteral() || part.isNumberLiteral())
    const rest = parts.filter(
      (part) => !literals.includes(part) && !booleans.includes(part) && !(part.flags & ts.TypeFlags.Null),
    )
    const options = [
      ...(literals.length === 0 ? [] : [{ enum: literals.map((part) => part.value) }]),
      ...(booleans.length === 2 ? [{ type: 'boolean' }] : booleans.map(written)),
      ...rest.map(describe),
      ...(isNull ? [{ type: 'null' }] : []),
    ]
    if (options.length === 1) return options[0]
    const isPlain = options.every((option) => typeof option.type === 'string' && Object.keys(option).length === 1)
    return isPlain ? { type: options.map((option) => option.type) } : { anyOf: options }
  }

  function tuple(type) {
    const items = checker.getTypeArguments(type).map(describe)
    return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length }
  }

  function object(type) {
    const fields = checker.getPropertiesOfType(type).filter((one) => !isNothing(checker.getTypeOfSymbol(one)))
    const required = fields.filter((field) => !(field.flags & ts.SymbolFlags.Optional)).map(({ name }) => name)
    const index = checker.getIndexInfosOfType(type)[0]
    return {
      type: 'object',
      ...(fields.length === 0 ? {} : { properties: Object.fromEntries(fields.map((one) => [one.name, field(one)])) }),
      ...(required.length === 0 ? {} : { required }),
      ...(index === undefined ? {} : { additionalProperties: describe(index.type) }),
    }
  }

  function field(symbol) {
    const schema = describe(withoutUndefined(checker.getTypeOfSymbol(symbol)))
    return { ...schema, ...commentOf(symbol) }
  }

  function withoutUndefined(type) {
    if (!type.isUnion() || !type.types.some((part) => part.flags & ts.TypeFlags.Undefined)) return type
    const rest = checker.getNonNullableType(type)
    // Where null is meant as well it must stay, which only the union itself knows.
    return type.types.some((part) => part.flags & ts.TypeFlags.Null) ? type : rest
  }

  function commentOf(symbol) {
    const description = ts.displayPartsToString(symbol.getDocumentationComment(checker))
    return description === '' ? {} : { description }
  }

  return Object.assign(describe, {
    schemas,
    named: (symbol) => describe(checker.getDeclaredTypeOfSymbol(symbol)),
  })
}

/** What an object never has, as alternatives of other objects say of each other's fields. */
function isNothing(type) {
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) !== 0
}

/** Null for what is only written where it is used, or differs by what it is made for. */
function nameOf(type, within) {
  const symbol = type.aliasSymbol ?? type.symbol
  if (symbol === undefined || symbol.name.startsWith('__')) return null
  if ((type.aliasTypeArguments ?? []).length > 0 || (type.typeArguments ?? []).length > 0) return null
  // Names of one file may mean something else in another one.
  const isOurs = symbol.declarations?.some((one) => isExported(one) && one.getSourceFile().fileName.startsWith(within))
  const isType = symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)
  return isOurs === true && isType ? symbol.name : null
}

function isExported(declaration) {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0
}
