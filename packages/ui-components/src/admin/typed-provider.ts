import type { ProviderJoiningJson, ProviderKindJson, SignInProviderJson } from '@mishap/core/client'

type RoleName = Exclude<ProviderJoiningJson['role'], null>
/** `none`: who has none of the groups stays out. */
export type RoleChoice = RoleName | 'none'

export const ROLE_CHOICES: readonly { readonly role: RoleChoice; readonly label: string }[] = [
  { role: 'member', label: 'Member' },
  { role: 'admin', label: 'Admin' },
  { role: 'manager', label: 'Manager' },
  { role: 'owner', label: 'Owner' },
  { role: 'none', label: 'Only by a group' },
]

interface KindFields {
  readonly label: string
  /** On the button, where nobody gives another. */
  readonly name: string
  /** Null: there is only one. */
  readonly issuer: { readonly label: string; readonly hint: string } | null
}

/** What is asked of each kind. */
export const KIND_FIELDS: Readonly<Record<ProviderKindJson, KindFields>> = {
  oidc: {
    label: 'OpenID Connect',
    name: 'Single sign-on',
    issuer: {
      label: 'Issuer',
      hint: 'An address such as https://sso.example.com; its discovery document says the rest.',
    },
  },
  github: {
    label: 'GitHub',
    name: 'GitHub',
    issuer: { label: 'Server', hint: 'Of GitHub Enterprise. Empty: github.com' },
  },
  gitlab: {
    label: 'GitLab',
    name: 'GitLab',
    issuer: { label: 'Server', hint: 'A GitLab of your own. Empty: gitlab.com' },
  },
  google: { label: 'Google', name: 'Google', issuer: null },
  microsoft: {
    label: 'Microsoft',
    name: 'Microsoft',
    issuer: { label: 'Tenant', hint: 'Whose accounts, such as contoso.onmicrosoft.com. Empty: anybody’s.' },
  },
}

/** As it stands in the fields. */
export interface TypedJoining {
  readonly isOn: boolean
  readonly organization: string
  readonly domains: string
  readonly role: RoleChoice
  readonly claim: string
  readonly groups: readonly { readonly name: string; readonly role: RoleChoice }[]
}

export function typedJoining(joining: ProviderJoiningJson | null): TypedJoining {
  return {
    isOn: joining !== null,
    organization: joining?.organization ?? '',
    domains: (joining?.emailDomains ?? []).join(' '),
    role: joining === null ? 'member' : (joining.role ?? 'none'),
    claim: joining?.groupsClaim ?? 'groups',
    groups: Object.entries(joining?.groupRoles ?? {}).map(([name, role]) => ({ name, role })),
  }
}

/** Null where nobody becomes a member. */
export function readJoining(typed: TypedJoining): ProviderJoiningJson | null {
  if (!typed.isOn) return null
  const groups = typed.groups.flatMap(({ name, role }) =>
    name.trim() === '' || role === 'none' ? [] : [[name.trim(), role] as const],
  )
  return {
    organization: typed.organization.trim(),
    emailDomains: wordsOf(typed.domains),
    role: typed.role === 'none' ? null : typed.role,
    groupsClaim: typed.claim.trim() === '' ? 'groups' : typed.claim.trim(),
    groupRoles: Object.fromEntries(groups),
  }
}

export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}

/** A name for the address of a new provider: its kind, with a number where that is taken. */
export function freeId(kind: ProviderKindJson, known: readonly Pick<SignInProviderJson, 'id'>[]): string {
  const first = kind === 'oidc' ? 'sso' : kind
  const isTaken = (id: string) => known.some((one) => one.id === id)
  if (!isTaken(first)) return first
  let number = 2
  while (isTaken(`${first}-${number}`)) number += 1
  return `${first}-${number}`
}
