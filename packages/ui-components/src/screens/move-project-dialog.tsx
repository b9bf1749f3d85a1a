import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Dialog, Field, Select, useToast } from '../primitives/index.js'
import { useMoveProject } from '../provider/use-organization.js'
import { useOrganization, useOrganizations } from '../provider/use-queries.js'
import type { ProjectDialogProps } from './delete-project-dialog.js'
import members from './members.module.css'
import settings from './settings.module.css'

/** Another organization for a project, with what goes along and what stays. */
export function MoveProjectDialog({ org, project, onClose }: ProjectDialogProps) {
  const organizations = useOrganizations()
  const others = (organizations.data?.items ?? []).filter(({ slug }) => slug !== org)
  const [chosen, setChosen] = useState('')
  const [team, setTeam] = useState('')
  const to = others.find(({ slug }) => slug === chosen)
  const move = useMoveProject(org)
  const toast = useToast()
  const name = visibleText(clip(project.name, 80))
  const submit = () =>
    move.mutate(
      { project: project.slug, organization: chosen, team: team || null },
      {
        onSuccess: ({ organization, isFollowing }) => {
          const where = visibleText(clip(organization.name, 80))
          const rest = isFollowing ? ' Older events and counts follow in the next minutes.' : ''
          toast.show({ message: `${name} is in ${where} now.${rest}` })
          onClose()
        },
      },
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Move ${name}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={move.isPending} disabled={to === undefined} onClick={submit}>
            Move
          </Button>
        </>
      }
    >
      <div className={members.stack}>
        {organizations.data !== undefined && others.length === 0 ? (
          <p>You are in no other organization. Make one, or be invited to the one it should go to.</p>
        ) : (
          <Field label="To" hint="You need the role Admin there." error={move.error?.message}>
            <Select
              value={chosen}
              onChange={(event) => {
                setChosen(event.target.value)
                setTeam('')
              }}
            >
              <option value="">Choose an organization</option>
              {others.map(({ id, slug, name: title }) => (
                <option key={id} value={slug}>
                  {visibleText(clip(title, 80))}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {to === undefined ? null : <TeamChoice org={to.slug} value={team} onChange={setTeam} />}
        <ul className={members.list}>
          <li>Its DSN keeps working: nothing has to change in your apps.</li>
          <li>Issues, events, counts, settings and keys go along. Links to its pages change.</li>
          <li>
            Teams and monitors stay behind. Issues of people who are not in the other organization are nobody’s, and
            their bookmarks and subscriptions are gone.
          </li>
          <li>Moving it back undoes all but that.</li>
        </ul>
      </div>
    </Dialog>
  )
}

interface TeamChoiceProps {
  readonly org: string
  readonly value: string
  readonly onChange: (slug: string) => void
}

function TeamChoice({ org, value, onChange }: TeamChoiceProps) {
  const organization = useOrganization(org)
  if (organization.error !== null) return <p className={settings.note}>{visibleText(organization.error.message)}</p>
  return (
    <Field label="Team there" hint="Who is told of its issues.">
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">None</option>
        {organization.data?.teams.map(({ id, slug }) => (
          <option key={id} value={slug}>
            {visibleText(slug)}
          </option>
        ))}
      </Select>
    </Field>
  )
}
