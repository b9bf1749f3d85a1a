import type { AuditQuery, InvitationInput, MemberQuery, RoleName, StatsQuery } from '@mishap/core/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'
import { queryKeys } from './query-keys.js'
import { useChange } from './use-changes.js'

/** A page of the members of an organization. */
export function useMemberPage(org: string, query: MemberQuery) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.memberPage(org, query), placeholderData: keepPreviousData }, queryClient)
}

export function useTeamMembers(org: string, team: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.teamMembers(org, team), queryClient)
}

/** Who did what in an organization; asks for nothing while `isWanted` is false. */
export function useAuditLog(org: string, query: AuditQuery, isWanted = true) {
  const { queries, queryClient } = useMishap()
  return useQuery(
    { ...queries.auditLog(org, query), enabled: isWanted, placeholderData: keepPreviousData },
    queryClient,
  )
}

/** What came and what became of it. Keeps the counts of before while it reads those of another time. */
export function useUsage(org: string, query: StatsQuery) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.usage(org, query), placeholderData: keepPreviousData }, queryClient)
}

export function useDeleteOrganization() {
  return useChange(
    (client, org: string) => client.deleteOrganization(org),
    () => [queryKeys.organizations()],
  )
}

/** Every address by itself: what is wrong with one keeps nobody else out. */
export function useInviteMembers(org: string) {
  return useChange(
    async (client, inputs: readonly InvitationInput[]) => {
      const answers = []
      for (const input of inputs) {
        try {
          answers.push({ email: input.email, link: (await client.inviteMember(org, input)).inviteLink, error: null })
        } catch (error) {
          answers.push({ email: input.email, link: null, error: error as Error })
        }
      }
      return answers
    },
    () => [queryKeys.organization(org)],
  )
}

export function useChangeRole(org: string) {
  return useChange(
    (client, { member, role }: { readonly member: string; readonly role: RoleName }) =>
      client.updateMember(org, member, { orgRole: role }),
    () => [queryKeys.organization(org)],
  )
}

/** `me` leaves, and has the organization in no list any more. */
export function useRemoveMember(org: string) {
  return useChange(
    (client, member: string) => client.removeMember(org, member),
    () => [queryKeys.organizations(), queryKeys.members(org), queryKeys.teams(org)],
  )
}

export function useResendInvitation(org: string) {
  return useChange(
    (client, member: string) => client.resendInvitation(org, member),
    () => [queryKeys.members(org)],
  )
}

export function useTransferOwnership(org: string) {
  return useChange(
    (client, member: string) => client.transferOwnership(org, member),
    () => [queryKeys.organization(org)],
  )
}

export function useCreateTeam(org: string) {
  return useChange(
    (client, slug: string) => client.createTeam(org, { slug }),
    () => [queryKeys.organization(org)],
  )
}

export function useRenameTeam(org: string) {
  return useChange(
    (client, { team, slug }: { readonly team: string; readonly slug: string }) =>
      client.updateTeam(org, team, { slug }),
    () => [queryKeys.organization(org)],
  )
}

export function useDeleteTeam(org: string) {
  return useChange(
    (client, team: string) => client.deleteTeam(org, team),
    () => [queryKeys.organization(org)],
  )
}

/** In or out; without a member whoever asks. */
export function useTeamSeat(org: string) {
  return useChange(
    (client, { team, member, isIn }: { readonly team: string; readonly member?: string; readonly isIn: boolean }) =>
      isIn ? client.joinTeam(org, team, member) : client.leaveTeam(org, team, member),
    () => [queryKeys.organization(org)],
  )
}

export function useTeamProject(org: string) {
  return useChange(
    (client, { team, project, isOf }: { readonly team: string; readonly project: string; readonly isOf: boolean }) =>
      isOf ? client.addProjectTeam(org, project, team) : client.removeProjectTeam(org, project, team),
    () => [queryKeys.organization(org)],
  )
}

export function useMoveProject(org: string) {
  return useChange(
    (client, move: { readonly project: string; readonly organization: string; readonly team: string | null }) =>
      client.moveProject(org, move.project, { organization: move.organization, team: move.team }),
    () => [queryKeys.allProjects(), ['mishap', 'organization'], ['mishap', 'issues'], ['mishap', 'issue']],
  )
}
