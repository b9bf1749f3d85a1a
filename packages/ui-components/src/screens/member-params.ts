import type { MemberQuery, RoleName } from '@mishap/core/client'
import { ROLES } from './roles.js'

/** All that the address of the list of members says. */
export interface MemberParams {
  /** A part of a name or address. */
  readonly query: string
  readonly role: RoleName | null
  readonly cursor: string | null
}

/** Reads the query string. What cannot be read is as if it were not there. */
export function decodeMembers(search: string): MemberParams {
  const params = new URLSearchParams(search)
  const role = ROLES.find((one) => one.role === params.get('role'))?.role ?? null
  return { query: (params.get('query') ?? '').slice(0, 200), role, cursor: params.get('cursor') || null }
}

/** The query string with its question mark; empty where everything is as by default. */
export function encodeMembers({ query, role, cursor }: MemberParams): string {
  const params = new URLSearchParams()
  if (query !== '') params.set('query', query)
  if (role !== null) params.set('role', role)
  if (cursor !== null) params.set('cursor', cursor)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** What the API is asked. */
export function memberQuery({ query, role, cursor }: MemberParams): MemberQuery {
  return {
    limit: 50,
    ...(query === '' ? {} : { query }),
    ...(role === null ? {} : { role: [role] }),
    ...(cursor === null ? {} : { cursor }),
  }
}
