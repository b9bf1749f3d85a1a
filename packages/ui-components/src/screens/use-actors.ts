import type { ActorJson } from '@mishap/core/client'
import { useMemo } from 'react'
import { useMe, useMembers, useTeams } from '../provider/use-queries.js'

export interface Actors {
  /** Members with an account and teams; undefined while they are on their way. */
  readonly people: readonly ActorJson[] | undefined
  readonly me: Pick<ActorJson, 'type' | 'id'> | null
}

/** Everybody who may have an issue. Asks only once that is wanted. */
export function useActors(org: string, isWanted: boolean): Actors {
  const me = useMe().data
  const members = useMembers(org, isWanted).data
  const teams = useTeams(org, isWanted).data
  const people = useMemo(() => {
    if (members === undefined || teams === undefined) return undefined
    const users = members.items.flatMap(({ user }): ActorJson[] =>
      user === null ? [] : [{ type: 'user', id: user.id, name: user.name, email: user.email, username: user.username }],
    )
    return [...users, ...teams.items.map(({ id, slug }): ActorJson => ({ type: 'team', id, name: slug, slug }))]
  }, [members, teams])
  return { people, me: me === undefined ? null : { type: 'user', id: me.id } }
}
