import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** A directory with the API that we stand in for, as OpenAPI; where it is not named, nothing is compared. */
const dir = process.env.MISHAP_CONTRACTS

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>
}

interface Contract {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly regex: RegExp
  readonly operation: Operation
}

const FILES = ['rest-api', 'auth-api']
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
addFormats.default(ajv)

/** Operations of the contracts; none where there are no contracts. */
export const contracts: readonly Contract[] = dir === undefined ? [] : FILES.flatMap((name) => load(dir, name))

/** The contract for a request; null where none says anything about it. */
export function contractOf(method: string, path: string): Contract | null {
  const bare = path.split('?', 1)[0] ?? ''
  // A literal path is meant rather than one that fits by its parameters.
  const fitting = contracts.filter((one) => one.method === method && one.regex.test(bare))
  return fitting.find((one) => !one.path.includes('{')) ?? fitting[0] ?? null
}

/** What is wrong with an answer; null where nothing is, and where its contract says nothing about it. */
export function contractFault(contract: Contract, status: number, body: unknown): string | null {
  const response = contract.operation.responses[status]
  const where = `${contract.method} ${contract.path}`
  if (response === undefined) {
    const known = Object.keys(contract.operation.responses).join(', ')
    // Of an issue that was discarded, and is gone.
    if (status === 204 && contract.path === '/api/0/issues/{issue_id}/') return null
    // Clients wait for it, though the contract has only its failures.
    if (status === 200 && /\/account\/(?:password\/change|authenticators\/recovery-codes)$/.test(contract.path))
      return null
    return status < 300 ? `${where}: wanted one of the statuses ${known}, found ${status}` : null
  }
  // Where somebody signed in would have to show once more who they are, nobody is told how to sign in.
  const asked = status === 401 && isNobody(body) ? { $ref: '#/components/responses/Authentication' } : response
  const validate = validatorOf(contract, status, asked)
  if (validate === null || validate(withoutOurOwn(body))) return null
  const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  return `${where} (${status}): ${faults.slice(0, 8).join('; ')}`
}

/**
 * Where we answer as Sentry does, because the contract has no word for it: entries of events, who follows an issue, what a
 * status waits for, what was merged into what. No client in use reads them as the contract has them.
 */
function withoutOurOwn(body: unknown): unknown {
  const text = JSON.stringify(body, (key, value: unknown) => {
    if (key === 'subscriptionDetails' || key === 'merge') return null
    if (key === 'statusDetails') return {}
    // The contract has no word for what was never used, which its server says so.
    if (key === 'last_used_at' && value === null) return 0
    return key === 'entries' && Array.isArray(value) ? value.filter((entry) => entry?.type !== 'threads') : value
  })
  return text === undefined ? undefined : JSON.parse(text)
}

function isNobody(body: unknown): boolean {
  return (body as { meta?: { is_authenticated?: boolean } } | null)?.meta?.is_authenticated === false
}

const validators = new Map<string, ValidateFunction | null>()

function validatorOf(
  contract: Contract,
  status: number,
  response: { readonly $ref?: string },
): ValidateFunction | null {
  const { name, path, method } = contract
  const pointer = response.$ref?.slice(1) ?? `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`
  const $ref = `${name}#${pointer}/content/application~1json/schema`
  const known = validators.get($ref)
  if (known !== undefined) return known
  const hasSchema = ajv.getSchema($ref) !== undefined
  const made = hasSchema ? ajv.compile({ $ref }) : null
  validators.set($ref, made)
  return made
}

function load(from: string, name: string): readonly Contract[] {
  const document = JSON.parse(readFileSync(join(from, `${name}.openapi.json`), 'utf8')) as Document
  ajv.addSchema(document, name)
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name,
      method: method.toUpperCase(),
      path,
      regex: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
      operation,
    })),
  )
}

function escaped(path: string): string {
  return encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('~', '~')
}
