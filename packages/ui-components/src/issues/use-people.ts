import type { ActorJson } from '@mishap/core/client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMishap } from '../provider/context.js'

export interface People {
  /** Undefined while they are on their way; without those that could not be read. */
  readonly people: readonly ActorJson[] | undefined
  readonly me: Pick<ActorJson, 'type' | 'id'> | null
}

/** Everybody who may have an issue: the members of the organization, then its teams. Asks once it is wanted. */
export function usePeople(org: string, isWanted = true): People {
  const { queries, queryClient } = useMishap()
  const members = useQuery({ ...queries.members(org), enabled: isWanted }, queryClient)
  const teams = useQuery({ ...queries.teams(org), enabled: isWanted }, queryClient)
  const me = useQuery({ ...queries.me(), enabled: isWanted }, queryClient)
  const people = useMemo(() => {
    if (members.isPending || teams.isPending) return undefined
    const users = members.data?.items.flatMap(({ user }) => (user === null ? [] : [user])) ?? []
    return [
      ...users.map(({ id, name, email, username }): ActorJson => ({ type: 'user', id, name, email, username })),
      ...(teams.data?.items.map(({ id, slug }): ActorJson => ({ type: 'team', id, name: slug, slug })) ?? []),
    ]
  }, [members.isPending, members.data, teams.isPending, teams.data])
  return { people, me: me.data === undefined ? null : { type: 'user', id: me.data.id } }
}
