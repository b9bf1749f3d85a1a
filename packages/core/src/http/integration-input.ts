import { INTEGRATION_BOUNDS, INTEGRATION_KINDS } from '../ports/integrations.js'
import { boolean, type Field, lines, object, oneOf, optional, readFields, secret, text } from './input.js'

const NAME = text({ min: 1, max: INTEGRATION_BOUNDS.name })
const SECRET = secret(INTEGRATION_BOUNDS.secret)

const TEMPLATE = {
  title: text({ max: INTEGRATION_BOUNDS.templateTitle }),
  body: lines(INTEGRATION_BOUNDS.templateBody),
}

const OTHERS = {
  url: optional(webAddress),
  account: optional(text({ max: INTEGRATION_BOUNDS.account })),
  token: optional(SECRET),
  webhookSecret: optional(SECRET),
  closesLinked: optional(boolean),
  resolvesIssues: optional(boolean),
  template: optional((value, loc) => readFields(object(value, loc), TEMPLATE)),
}

export function readNewIntegration(body: unknown) {
  return readFields(body, { kind: oneOf(...INTEGRATION_KINDS), name: NAME, ...OTHERS })
}

export function readIntegrationChange(body: unknown) {
  return readFields(body, { name: optional(NAME), ...OTHERS })
}

export function readMapping(body: unknown) {
  const path = text({ max: INTEGRATION_BOUNDS.path })
  return readFields(body, {
    integrationID: text({ min: 1, max: 20 }),
    project: text({ min: 1, max: 200 }),
    repository: text({
      ...{ min: 1, max: INTEGRATION_BOUNDS.repository },
      pattern: { regex: { test: isRepository }, wanted: 'the path of a repository, such as acme/web' },
    }),
    stackRoot: path,
    sourceRoot: path,
    branch: text({ min: 1, max: INTEGRATION_BOUNDS.branch }),
  })
}

function isRepository(typed: string): boolean {
  const parts = typed.split('/')
  return parts.length > 1 && parts.every((part) => /^[\w.-]+$/.test(part) && part !== '.' && part !== '..')
}

/** As people reach it: without what would be the business of requests. */
function webAddress(...[value, loc]: Parameters<Field<string>>): string {
  const typed = text({
    ...{ min: 1, max: INTEGRATION_BOUNDS.url },
    pattern: { regex: { test: isWebAddress }, wanted: 'an address such as https://gitlab.example.com' },
  })(value, loc)
  const url = new URL(typed)
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function isWebAddress(typed: string): boolean {
  if (!URL.canParse(typed)) return false
  const { protocol, username, password, search, hash } = new URL(typed)
  return /^https?:$/.test(protocol) && username + password + search + hash === ''
}
