// Reads the typed client's own code: which method, query and body each operation sends, and what type it gets.
import ts from 'typescript'
import { describer } from './schemas.mjs'

/** How the transport asks, and what that makes of an answer. */
const ASKS = new Set(['json', 'page', 'empty', 'session', 'raw'])

/** `files`: every source that had a say in it. */
export function clientOperations({ entry, within }) {
  const program = ts.createProgram([entry], {
    ...{ target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts'], types: ['node'], strict: true, noEmit: true },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true },
  })
  const checker = program.getTypeChecker()
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(within))
  const describe = describer(checker, within)
  const operations = {}
  const documented = methodsOf(checker, program.getSourceFile(entry))
  for (const file of own) {
    for (const { name, call } of callsIn(file)) {
      const text = documented.get(name)
      if (text !== undefined) operations[name] = { ...text, ...operationOf(checker, describe, call) }
    }
  }
  // Where the call is made elsewhere than in the method, only its comment is known.
  for (const [name, text] of documented)
    operations[name] ??= { ...text, kind: 'json', query: null, body: null, answer: null }
  for (const name of ['AuthAnswerJson', 'ErrorJson', 'HeartbeatJson', 'RootJson'])
    describe.named(exported(checker, program.getSourceFile(entry), name))
  return {
    description: { operations: sorted(operations), schemas: sorted(describe.schemas) },
    files: own.map(({ fileName }) => fileName),
  }
}

/** The operations that the client promises, with the comments of its interface. */
function methodsOf(checker, source) {
  const client = exported(checker, source, 'ManagementClient')
  const methods = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(client))
  return new Map(
    methods.map((method) => [
      method.name,
      { description: ts.displayPartsToString(method.getDocumentationComment(checker)) },
    ]),
  )
}

function exported(checker, source, name) {
  const found = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).find((symbol) => symbol.name === name)
  if (found === undefined) throw new Error(`The client exports no ${name}`)
  return found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found
}

/** `name: (…) => http.json('GET', …)`, also where the call stands deeper in the function. */
function* callsIn(node) {
  if (ts.isPropertyAssignment(node) && ts.isArrowFunction(node.initializer)) {
    const call = askIn(node.initializer.body)
    if (call !== null) yield { name: node.name.getText(), call }
    return
  }
  const children = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* callsIn(child)
}

function askIn(node) {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression
    if (expression.getText() === 'http' && ASKS.has(name.text)) return node
  }
  return ts.forEachChild(node, (child) => askIn(child) ?? undefined) ?? null
}

function operationOf(checker, describe, call) {
  const kind = call.expression.name.text
  const typeOf = (node) => (node === undefined ? null : describe(checker.getTypeAtLocation(node)))
  if (kind === 'page')
    return { kind, query: typeOf(call.arguments[1]), body: null, answer: itemsOf(checker, describe, call) }
  if (kind === 'session') return { kind, query: null, body: typeOf(call.arguments[2]), answer: null }
  const answer = kind === 'json' ? describe(checker.getAwaitedType(checker.getTypeAtLocation(call))) : null
  return {
    kind,
    query: typeOf(optionOf(call.arguments[2], 'query')),
    body: typeOf(optionOf(call.arguments[2], 'body')),
    answer,
  }
}

function itemsOf(checker, describe, call) {
  const page = checker.getAwaitedType(checker.getTypeAtLocation(call))
  return describe(checker.getTypeOfSymbol(checker.getPropertyOfType(page, 'items')))
}

function optionOf(options, name) {
  if (options === undefined || !ts.isObjectLiteralExpression(options)) return undefined
  const property = options.properties.find((one) => one.name?.getText() === name)
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : property?.name
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))
}
