import { type ConfiguredProvider, PROVIDER_KINDS, type ProviderKind, ROLES, type Role } from '@mishap/core'
import { lookUp, type Source } from './look-up.js'
import { anyText, boolean, oneOf, words } from './readers.js'

const NAME = /^MISHAP_PROVIDER_(\d{1,6})_[A-Z_]+$/

/** `MISHAP_PROVIDER_<n>_KIND` and what else there is of each, in the order of their numbers. What they say is checked later. */
export function readProviders(source: Source): readonly ConfiguredProvider[] | null {
  const numbers = Object.entries(source.env).flatMap(([name, value]) => {
    const number = NAME.exec(name)?.[1]
    return number === undefined || (value ?? '').trim() === '' ? [] : [Number(number)]
  })
  const providers = [...new Set(numbers)].sort((a, b) => a - b).flatMap((number) => readOne(source, number))
  return providers.length === 0 ? null : providers
}

function readOne(source: Source, number: number): readonly ConfiguredProvider[] {
  const prefix = `MISHAP_PROVIDER_${number}_`
  const of = <T>(name: string, reader: Parameters<typeof lookUp<T>>[2]) => lookUp(source, [prefix + name], reader)
  const kind = of<ProviderKind>('KIND', oneOf(...PROVIDER_KINDS))
  const clientId = of('CLIENT_ID', anyText)
  const organization = of('ORGANIZATION', anyText)
  const optional = {
    id: of('ID', anyText),
    name: of('NAME', anyText),
    clientSecret: of('CLIENT_SECRET', anyText),
    issuer: of('ISSUER', anyText),
    scopes: of('SCOPES', words),
    opensSignUp: of('SIGN_UP', boolean),
    trustsEmail: of('TRUST_EMAIL', boolean),
    trustsSecondFactor: of('TRUST_SECOND_FACTOR', boolean),
  }
  const joining = {
    emailDomains: of('DOMAINS', words),
    groupsClaim: of('GROUPS_CLAIM', anyText),
    groupRoles: of('GROUP_ROLES', groupRoles),
  }
  const role = of<Role | 'none'>('ROLE', oneOf(...ROLES, 'none'))
  const missing = [
    ...(kind === null && !source.faults.some((fault) => fault.startsWith(`${prefix}KIND:`)) ? ['KIND'] : []),
    ...(clientId === null ? ['CLIENT_ID'] : []),
  ]
  for (const name of missing)
    source.faults.push(`${prefix}${name}: wanted this for a provider to sign in by, found none`)
  if (kind === null || clientId === null) return []
  return [
    {
      kind,
      clientId,
      ...withoutNulls(optional),
      ...(organization === null
        ? {}
        : {
            joining: {
              organization,
              ...withoutNulls(joining),
              ...(role === null ? {} : { role: role === 'none' ? null : role }),
            },
          }),
    },
  ]
}

/** `admins=owner; developers=admin`. Names of groups may hold commas and equals signs. */
const groupRoles = {
  wanted: `groups with their roles, such as admins=owner;developers=member, of ${ROLES.join(', ')}`,
  read(text: string): Readonly<Record<string, Role>> | null {
    const pairs = text.split(';').map((pair) => {
      const equals = pair.lastIndexOf('=')
      return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const
    })
    const isSound = pairs.every(([group, role]) => group !== '' && ROLES.some((one) => one === role))
    return isSound ? (Object.fromEntries(pairs) as Record<string, Role>) : null
  },
}

type Known<T> = { [K in keyof T]?: Exclude<T[K], null> }

function withoutNulls<T extends object>(values: T): Known<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Known<T>
}
