import { useMemo } from 'react'
import { useMembers } from '../provider/use-queries.js'

/** Names of the users of an organization by their id; null for those that are not known. */
export function useNameOf(org: string): (userId: string) => string | null {
  const members = useMembers(org).data?.items
  return useMemo(() => {
    const names = new Map(
      (members ?? []).flatMap(({ user }) => (user === null ? [] : [[user.id, user.name || user.email] as const])),
    )
    return (userId) => names.get(userId) ?? null
  }, [members])
}
