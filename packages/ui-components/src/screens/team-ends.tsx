import type { OrganizationDetailJson, TeamJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Dialog, Field, TextInput } from '../primitives/index.js'
import { useDeleteTeam, useRenameTeam } from '../provider/use-organization.js'
import { fieldError } from '../setup/form.js'
import css from './teams.module.css'

export interface TeamEndsProps {
  readonly organization: OrganizationDetailJson
  readonly team: TeamJson
}

/** Another name, or no team any more. */
export function TeamEnds({ organization, team }: TeamEndsProps) {
  const [open, setOpen] = useState<'name' | 'end' | null>(null)
  const props = { org: organization.slug, team: team.slug, onClose: () => setOpen(null) }
  return (
    <div className={css.end}>
      <Button size="sm" onClick={() => setOpen('name')}>
        Rename
      </Button>
      {organization.access.includes('team:admin') ? (
        <Button size="sm" icon="trash" onClick={() => setOpen('end')}>
          Delete
        </Button>
      ) : null}
      {open === 'name' ? <Renaming {...props} /> : null}
      {open === 'end' ? <Deletion {...props} /> : null}
    </div>
  )
}

interface DialogProps {
  readonly org: string
  readonly team: string
  readonly onClose: () => void
}

function Renaming({ org, team, onClose }: DialogProps) {
  const [slug, setSlug] = useState(team)
  const rename = useRenameTeam(org)
  const submit = () => rename.mutate({ team, slug: slug.trim() }, { onSuccess: onClose })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Rename ${visibleText(team)}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={rename.isPending} disabled={slug.trim() === ''} onClick={submit}>
            Rename
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field
          label="Name"
          hint="Ownership rules that name the team as it is now have to be changed as well."
          error={fieldError(rename.error, 'slug') ?? rename.error?.message}
        >
          <TextInput
            required
            maxLength={50}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}

function Deletion({ org, team, onClose }: DialogProps) {
  const remove = useDeleteTeam(org)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Delete ${visibleText(team)}?`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate(team, { onSuccess: onClose })}>
            Delete
          </Button>
        </>
      }
    >
      <p>Its projects and members stay, without the team. This cannot be taken back.</p>
      <p role="alert">{remove.error === null ? null : visibleText(remove.error.message)}</p>
    </Dialog>
  )
}
