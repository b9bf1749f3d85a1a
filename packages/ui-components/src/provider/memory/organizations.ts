import {
  ApiError,
  type MemberDetailJson,
  type MishapClient,
  type OrganizationChange,
  type RoleName,
  type TeamJson,
} from '@mishap/core/client'
import { anOrganization } from './builders.js'
import { usage } from './outcomes.js'
import { pageOf } from './page.js'
import { MAY, membersOf, RANKS, ROLE_TITLES, roleOf } from './people.js'
import { freeSlug } from './slug.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

type Organizations = Pick<
  MishapClient,
  | 'listOrganizations'
  | 'createOrganization'
  | 'getOrganization'
  | 'updateOrganization'
  | 'deleteOrganization'
  | 'listMembers'
  | 'inviteMember'
  | 'updateMember'
  | 'removeMember'
  | 'resendInvitation'
  | 'transferOwnership'
  | 'listTeams'
  | 'createTeam'
  | 'updateTeam'
  | 'deleteTeam'
  | 'listTeamMembers'
  | 'joinTeam'
  | 'leaveTeam'
  | 'moveProject'
  | 'getStats'
  | 'listAuditLog'
>

const INVITATION_MS = 15 * 86_400_000

/** Organizations, who is in them and their teams. */
export function organizations(store: MemoryStore, fixtures: MemoryFixtures): Organizations {
  const { signedIn } = store
  const canSendMail = fixtures.settings?.canSendMail ?? fixtures.passwordResetKey !== undefined
  const need = (access: string) => {
    if (!MAY[roleOf(store)].includes(access)) throw new ApiError(403, 'This needs another role in the organization.')
  }
  const member = (id: string) => {
    const wanted = id === 'me' ? (one: MemberDetailJson) => one.user?.id === store.user?.id : undefined
    return found(membersOf(store).find(wanted ?? ((one) => one.id === id)))
  }
  const put = (changed: MemberDetailJson) => {
    store.members = membersOf(store).map((one) => (one.id === changed.id ? changed : one))
    return changed
  }
  const mayGive = (role: RoleName) => {
    if (RANKS.indexOf(role) > RANKS.indexOf(roleOf(store)))
      throw new ApiError(403, `Nobody gives a role above their own: yours is ${ROLE_TITLES[roleOf(store)]}.`)
  }
  const linkFor = (id: string) => `https://errors.example.com/accept/${id}/${id.padStart(8, '7').repeat(4)}`
  const team = (org: string, slug: string) => found(store.teamsOf(org).find((one) => one.slug === slug))
  const withProjects = (org: string, one: TeamJson) => ({
    ...one,
    projects: store.projectsOf(org).filter(({ teams }) => teams.some(({ id }) => id === one.id)),
  })
  const putTeam = (id: string, change: Partial<TeamJson>) => {
    store.teams = store.teams.map((one) => (one.id === id ? { ...one, ...change } : one))
  }
  const sit = (org: string, slug: string, id: string, isIn: boolean) => {
    const [one, who] = [team(org, slug), member(id)]
    const others = who.teams.filter((name) => name !== slug)
    const change = (isIn ? 1 : 0) - (who.teams.includes(slug) ? 1 : 0)
    put({ ...who, teams: isIn ? [...others, slug].sort() : others })
    const isViewer = who.user !== null && who.user.id === store.user?.id
    putTeam(one.id, { memberCount: one.memberCount + change, isMember: isViewer ? isIn : one.isMember })
    return withProjects(org, team(org, slug))
  }
  return {
    ...usage(store, fixtures),
    listOrganizations: (page) => signedIn(() => pageOf(store.organizations, page)),
    createOrganization: ({ name }) =>
      signedIn(() => {
        const made = anOrganization({ id: store.newId(), name, slug: freeSlug(name, store.organizations) })
        store.organizations = [...store.organizations, made]
        store.addTeam(made.slug, made.slug)
        return store.organizationDetail(made.slug)
      }),
    getOrganization: (org) => signedIn(() => store.organizationDetail(org)),
    updateOrganization: (org, change) =>
      signedIn(() => {
        const { slug, require2fa } = store.organization(org)
        need('org:write')
        if (change.require2fa && !require2fa && fixtures.secondFactor === undefined)
          throw new ApiError(403, 'Who asks members for a second factor has one: set yours up first.', {
            code: 'second_factor_required',
          })
        return rename(store, slug, change)
      }),
    deleteOrganization: (org) =>
      signedIn(() => {
        const { id } = store.organization(org)
        need('org:write')
        store.projects = store.projects.filter((one) => one.organization.slug !== org)
        store.organizations = store.organizations.filter((one) => one.id !== id)
      }),
    listMembers: (org, { query = '', role = [], ...page } = {}) =>
      signedIn(() => {
        store.organization(org)
        const wanted = query.toLowerCase()
        const isFound = ({ email, user }: MemberDetailJson) =>
          [email, user?.name ?? ''].some((text) => text.toLowerCase().includes(wanted))
        const all = membersOf(store).filter((one) => role.length === 0 || role.includes(one.role))
        return pageOf(all.filter(isFound), page)
      }),
    inviteMember: (org, { email, orgRole = 'member', teamRoles = [], sendInvite = true }) =>
      signedIn(() => {
        store.organization(org)
        need('member:write')
        mayGive(orgRole)
        if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
          const message = 'Enter an email address, such as ada@example.com.'
          throw new ApiError(422, message, { fields: { email: message } })
        }
        const present = membersOf(store).find((one) => one.email.toLowerCase() === email.toLowerCase())
        if (present?.user) throw new ApiError(409, `The user ${email} is already a member`)
        const id = present?.id ?? store.newId()
        const made: MemberDetailJson = {
          ...{ id, email, role: orgRole, orgRole, roleName: ROLE_TITLES[orgRole], user: null, pending: true },
          ...{ isOwner: false, dateCreated: store.now().toISOString() },
          inviteExpires: new Date(store.now().getTime() + INVITATION_MS).toISOString(),
          teams: teamRoles.map(({ teamSlug }) => teamSlug).sort(),
        }
        store.members = [present ?? made, ...membersOf(store).filter((one) => one.id !== id)]
        return { ...(present ?? made), inviteLink: canSendMail && sendInvite ? null : linkFor(id) }
      }),
    updateMember: (_org, id, { orgRole }) =>
      signedIn(() => {
        need('member:write')
        const before = member(id)
        mayGive(before.role)
        mayGive(orgRole)
        if (before.isOwner && orgRole !== 'owner')
          throw new ApiError(400, 'User is organization owner. Transfer ownership first.')
        return put({ ...before, role: orgRole, orgRole, roleName: ROLE_TITLES[orgRole] })
      }),
    removeMember: (_org, id) =>
      signedIn(() => {
        const gone = member(id)
        if (gone.user?.id !== store.user?.id) need('member:admin')
        mayGive(gone.user?.id === store.user?.id ? 'member' : gone.role)
        if (gone.isOwner) throw new ApiError(400, 'User is organization owner. Transfer ownership first.')
        for (const one of store.teams)
          if (gone.teams.includes(one.slug)) putTeam(one.id, { memberCount: one.memberCount - 1 })
        store.members = membersOf(store).filter((one) => one !== gone && one.id !== gone.id)
      }),
    resendInvitation: (_org, id) =>
      signedIn(() => ({ ...member(id), inviteLink: canSendMail ? null : `${linkFor(id)}-${store.newId()}` })),
    transferOwnership: (_org, id) =>
      signedIn(() => {
        need('org:admin')
        const heir = member(id)
        store.members = membersOf(store).map((one) => ({ ...one, isOwner: one.id === heir.id }))
        return put({ ...member(id), role: 'owner', orgRole: 'owner', roleName: ROLE_TITLES.owner })
      }),
    listTeams: (org, page) =>
      signedIn(() => {
        const { slug } = store.organization(org)
        return pageOf(
          store.teamsOf(slug).map((one) => withProjects(slug, one)),
          page,
        )
      }),
    createTeam: (org, { slug }) =>
      signedIn(() => {
        need('team:write')
        if (store.teamsOf(store.organization(org).slug).some((one) => one.slug === slug))
          throw new ApiError(409, `A team with the slug ${slug} exists already`)
        const made = store.addTeam(org, slug)
        for (const one of membersOf(store))
          if (one.user !== null && one.user.id === store.user?.id && !one.teams.includes(slug))
            put({ ...one, teams: [...one.teams, slug].sort() })
        return { ...made, projects: [] }
      }),
    updateTeam: (org, slug, { slug: next }) =>
      signedIn(() => {
        const { id } = team(org, slug)
        if (next !== slug && store.teamsOf(org).some((one) => one.slug === next))
          throw new ApiError(409, `A team with the slug ${next} exists already`)
        putTeam(id, { slug: next })
        store.members = membersOf(store).map((one) => ({
          ...one,
          teams: one.teams.map((name) => (name === slug ? next : name)),
        }))
        store.projects = store.projects.map((one) => ({
          ...one,
          teams: one.teams.map((of) => (of.id === id ? { id, slug: next } : of)),
        }))
        return withProjects(org, team(org, next))
      }),
    deleteTeam: (org, slug) =>
      signedIn(() => {
        need('team:admin')
        const { id } = team(org, slug)
        store.teams = store.teams.filter((one) => one.id !== id)
        store.members = membersOf(store).map((one) => ({ ...one, teams: one.teams.filter((name) => name !== slug) }))
        store.projects = store.projects.map((one) => ({ ...one, teams: one.teams.filter((of) => of.id !== id) }))
      }),
    listTeamMembers: (org, slug, page) =>
      signedIn(() => {
        team(org, slug)
        return pageOf(
          membersOf(store).filter(({ teams }) => teams.includes(slug)),
          page,
        )
      }),
    joinTeam: (org, slug, id = 'me') => signedIn(() => sit(org, slug, id, true)),
    leaveTeam: (org, slug, id = 'me') => signedIn(() => sit(org, slug, id, false)),
    moveProject: (org, slug, { organization: to, team: teamSlug }) =>
      signedIn(() => {
        need('member:write')
        const project = store.project(org, slug)
        const target = store.organization(to)
        const teams = teamSlug ? [team(to, teamSlug)].map(({ id, slug: name }) => ({ id, slug: name })) : []
        const moved = { ...project, organization: target, teams, slug: freeSlug(slug, store.projectsOf(to)) }
        store.projects = store.projects.map((one) => (one.id === project.id ? moved : one))
        return { ...moved, fingerprintingRules: '', groupingEnhancements: '', isFollowing: false }
      }),
    listAuditLog: (org, { action = '', user, target, ...page } = {}) =>
      signedIn(() => {
        store.organization(org)
        need('member:write')
        const isWanted = (one: (typeof store.auditLog)[number]) =>
          one.action.startsWith(action) &&
          (user === undefined || one.actor.id === user) &&
          (target === undefined || one.target.kind === target)
        return pageOf(store.auditLog.filter(isWanted), page)
      }),
  }
}

function rename(store: MemoryStore, slug: string, change: OrganizationChange) {
  const next = change.slug ?? slug
  if (next !== slug && store.organizations.some((one) => one.slug === next))
    throw new ApiError(409, `An organization with the slug ${next} exists already`)
  store.changeOrganization(slug, change)
  if (next === slug) return store.organizationDetail(slug)
  store.teams = store.teams.map((one) => (one.org === slug ? { ...one, org: next } : one))
  store.projects = store.projects.map((one) =>
    one.organization.slug === slug ? { ...one, organization: { ...one.organization, slug: next } } : one,
  )
  return store.organizationDetail(next)
}
