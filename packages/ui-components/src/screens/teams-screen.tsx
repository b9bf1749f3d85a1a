import type { OrganizationDetailJson, TeamJson } from '@mishap/core/client'
import { counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, EmptyState, Field, Icon, TextInput, useToast } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { useCreateTeam, useTeamSeat } from '../provider/use-organization.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import members from './members.module.css'
import { OrganizationPage, type OrganizationScreenProps } from './organization-page.js'
import { ownRole } from './roles.js'
import { TeamPanel } from './team-panel.js'
import css from './teams.module.css'
import { WhoCanHelp } from './who-can-help.js'

/** The teams of an organization: made, joined, given members and projects, deleted. */
export function TeamsScreen({ org }: OrganizationScreenProps) {
  return (
    <OrganizationPage org={org} title="Teams">
      {(organization) => <Teams organization={organization} />}
    </OrganizationPage>
  )
}

function Teams({ organization }: { readonly organization: OrganizationDetailJson }) {
  const { slug: org, teams, access } = organization
  const [isMaking, setIsMaking] = useState(false)
  const mayMake = access.includes('team:write')
  const sorted = [...teams].sort((a, b) => Number(b.isMember) - Number(a.isMember) || (a.slug < b.slug ? -1 : 1))
  return (
    <>
      <p>Teams say who is told of which projects. Everybody in the organization sees all of them.</p>
      {mayMake ? null : (
        <WhoCanHelp org={org} least="admin">
          Admins, managers and owners make and delete teams.
        </WhoCanHelp>
      )}
      {isMaking ? <NewTeam org={org} onClose={() => setIsMaking(false)} /> : null}
      {mayMake && !isMaking ? (
        <div>
          <Button variant="primary" icon="plus" onClick={() => setIsMaking(true)}>
            New team
          </Button>
        </div>
      ) : null}
      {sorted.length === 0 ? (
        <EmptyState icon="users" title="No teams yet">
          A project that has no team tells nobody of its issues.
        </EmptyState>
      ) : (
        <Card title={counted(sorted.length, 'team')} isFlush>
          <ul>
            {sorted.map((team) => (
              <TeamRow key={team.id} organization={organization} team={team} />
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

function NewTeam({ org, onClose }: { readonly org: string; readonly onClose: () => void }) {
  const [slug, setSlug] = useState('')
  const create = useCreateTeam(org)
  return (
    <Card title="New team">
      <Form onSubmit={() => create.mutate(slug.trim(), { onSuccess: onClose })} error={create.error} fields={['slug']}>
        <Field
          label="Name"
          hint="Letters, digits, - and _. You are in it from the start."
          error={fieldError(create.error, 'slug')}
        >
          <TextInput
            required
            maxLength={50}
            pattern="[a-zA-Z0-9_\-]+"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
          />
        </Field>
        <FormActions>
          <Button type="submit" variant="primary" busy={create.isPending}>
            Create team
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
    </Card>
  )
}

interface TeamRowProps {
  readonly organization: OrganizationDetailJson
  readonly team: TeamJson
}

function TeamRow({ organization, team }: TeamRowProps) {
  const [isOpen, setIsOpen] = useState(false)
  const name = visibleText(team.slug)
  const projects = organization.projects.filter(({ teams }) => teams.some(({ id }) => id === team.id))
  const panel = `team-${team.id}`
  return (
    <li className={css.team}>
      <div className={rows.row}>
        <div className={rows.about}>
          <p className={members.name}>
            <bdi>{name}</bdi>
            {team.isMember ? <Badge tone="ok">You are in it</Badge> : null}
          </p>
          <p className={members.details}>
            <span>{counted(team.memberCount, 'member')}</span>
            <span>{counted(projects.length, 'project')}</span>
          </p>
        </div>
        <div className={css.end}>
          <Seat organization={organization} team={team} />
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={isOpen}
            aria-controls={isOpen ? panel : undefined}
            onClick={() => setIsOpen(!isOpen)}
          >
            <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} /> Manage
            <span className="mh-hidden"> {name}</span>
          </Button>
        </div>
      </div>
      {isOpen ? (
        <div id={panel} className={css.panel}>
          <TeamPanel organization={organization} team={team} projects={projects} />
        </div>
      ) : null}
    </li>
  )
}

/** In or out, where one may. */
function Seat({ organization, team }: TeamRowProps) {
  const seat = useTeamSeat(organization.slug)
  const toast = useToast()
  const mayJoin =
    organization.openMembership || ownRole(organization) === 'manager' || ownRole(organization) === 'owner'
  if (!team.isMember && !mayJoin) return <span className={css.closed}>By its admins only</span>
  const run = () =>
    seat.mutate(
      { team: team.slug, isIn: !team.isMember },
      { onError: (error) => toast.show({ message: error.message, tone: 'danger' }) },
    )
  return (
    <Button size="sm" busy={seat.isPending} onClick={run}>
      {team.isMember ? 'Leave' : 'Join'}
      <span className="mh-hidden"> {visibleText(team.slug)}</span>
    </Button>
  )
}
