import type { MemberDetailJson, OrganizationDetailJson, ProjectTeamJson, TeamJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { type FormEvent, useState } from 'react'
import { Button, Chip, Field, Select, TextInput, useToast } from '../primitives/index.js'
import { useMemberPage, useTeamMembers, useTeamProject, useTeamSeat } from '../provider/use-organization.js'
import { Loaded } from './loaded.js'
import { ownRole } from './roles.js'
import { TeamEnds } from './team-ends.js'
import css from './teams.module.css'

export interface TeamPanelProps {
  readonly organization: OrganizationDetailJson
  readonly team: TeamJson
  readonly projects: readonly ProjectTeamJson[]
}

/** Who is in a team, which projects it has, its name and its end. */
export function TeamPanel({ organization, team, projects }: TeamPanelProps) {
  return (
    <>
      <TeamMembers organization={organization} team={team} />
      <TeamProjects organization={organization} team={team} projects={projects} />
      <TeamEnds organization={organization} team={team} />
    </>
  )
}

function TeamMembers({ organization, team }: Omit<TeamPanelProps, 'projects'>) {
  const { slug: org } = organization
  const members = useTeamMembers(org, team.slug)
  const { take, isBusy } = useSeats(org, team.slug)
  const own = ownRole(organization)
  const mayMove = own === 'manager' || own === 'owner' || (own === 'admin' && team.isMember)
  return (
    <section className={css.part}>
      <h3>Members</h3>
      <Loaded query={members} lines={1}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? <p className={css.nothing}>Nobody is in it.</p> : null}
            <div className={css.chips}>
              {items.map((member) => (
                <Chip
                  key={member.id}
                  title={visibleText(member.email)}
                  {...(mayMove
                    ? { onRemove: () => take(member, false), removeLabel: `${nameOf(member)} from ${team.slug}` }
                    : {})}
                >
                  <bdi>{nameOf(member)}</bdi>
                </Chip>
              ))}
              {next === null ? null : <span className={css.nothing}>and others</span>}
            </div>
          </>
        )}
      </Loaded>
      {mayMove ? (
        <AddMember
          org={org}
          team={team.slug}
          isBusy={isBusy}
          taken={members.data?.items ?? []}
          onAdd={(member) => take(member, true)}
        />
      ) : null}
    </section>
  )
}

interface AddMemberProps {
  readonly org: string
  readonly team: string
  readonly isBusy: boolean
  readonly taken: readonly MemberDetailJson[]
  readonly onAdd: (member: MemberDetailJson) => void
}

/** Typed as one likes, with those who fit offered: an organization may have hundreds. */
function AddMember({ org, team, isBusy, taken, onAdd }: AddMemberProps) {
  const [typed, setTyped] = useState('')
  const found = useMemberPage(org, { query: typed.trim(), limit: 20 })
  const offered = (found.data?.items ?? []).filter(({ id }) => !taken.some((one) => one.id === id))
  const chosen = offered.find(({ email }) => email.toLowerCase() === typed.trim().toLowerCase())
  const only = typed.trim() !== '' && offered.length === 1 ? offered[0] : undefined
  const one = chosen ?? only
  const list = `people-for-${team}`
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (one === undefined) return
    onAdd(one)
    setTyped('')
  }
  return (
    <form className={css.add} onSubmit={submit}>
      <Field label="Add somebody">
        <TextInput
          list={list}
          placeholder="Name or address"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <datalist id={list}>
        {offered.map((member) => (
          <option key={member.id} value={member.email}>
            {nameOf(member)}
          </option>
        ))}
      </datalist>
      <Button type="submit" disabled={one === undefined} busy={isBusy}>
        {only === undefined || chosen !== undefined ? 'Add' : `Add ${nameOf(only)}`}
      </Button>
    </form>
  )
}

function TeamProjects({ organization, team, projects }: TeamPanelProps) {
  const { slug: org, access } = organization
  const assign = useTeamProject(org)
  const toast = useToast()
  const [chosen, setChosen] = useState('')
  const mayAssign = access.includes('member:write')
  const others = organization.projects.filter(({ id }) => !projects.some((one) => one.id === id))
  const run = (project: string, isOf: boolean) =>
    assign.mutate(
      { team: team.slug, project, isOf },
      { onError: (error) => toast.show({ message: error.message, tone: 'danger' }), onSuccess: () => setChosen('') },
    )
  return (
    <section className={css.part}>
      <h3>Projects</h3>
      {projects.length === 0 ? <p className={css.nothing}>It has none.</p> : null}
      <div className={css.chips}>
        {projects.map(({ id, slug, name }) => (
          <Chip
            key={id}
            title={visibleText(slug)}
            {...(mayAssign ? { onRemove: () => run(slug, false), removeLabel: `${slug} from ${team.slug}` } : {})}
          >
            <bdi>{visibleText(clip(name, 80))}</bdi>
          </Chip>
        ))}
      </div>
      {!mayAssign || others.length === 0 ? null : (
        <form
          className={css.add}
          onSubmit={(event) => {
            event.preventDefault()
            if (chosen !== '') run(chosen, true)
          }}
        >
          <Field label="Give it a project">
            <Select value={chosen} onChange={(event) => setChosen(event.target.value)}>
              <option value="">Choose one</option>
              {others.map(({ id, slug, name }) => (
                <option key={id} value={slug}>
                  {visibleText(clip(name, 80))}
                </option>
              ))}
            </Select>
          </Field>
          <Button type="submit" disabled={chosen === ''} busy={assign.isPending}>
            Add
          </Button>
        </form>
      )}
    </section>
  )
}

function useSeats(org: string, team: string) {
  const seat = useTeamSeat(org)
  const toast = useToast()
  const take = (member: MemberDetailJson, isIn: boolean) =>
    seat.mutate(
      { team, member: member.id, isIn },
      {
        onError: (error) => toast.show({ message: error.message, tone: 'danger' }),
        onSuccess: () => {
          if (isIn) return
          toast.show({
            message: `${nameOf(member)} is out of ${visibleText(team)}`,
            onUndo: () => seat.mutate({ team, member: member.id, isIn: true }),
          })
        },
      },
    )
  return { take, isBusy: seat.isPending }
}

function nameOf({ user, email }: MemberDetailJson): string {
  return visibleText(clip(user?.name || email, 60))
}
