import type { MemberDetailJson, OrganizationDetailJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, Dialog, Field, Select, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useDeleteOrganization, useMemberPage, useTransferOwnership } from '../provider/use-organization.js'
import { useMe } from '../provider/use-queries.js'
import { DeletionCard } from './deletion-card.js'
import { RemovalDialog } from './member-dialogs.js'
import { ownRole } from './roles.js'
import css from './settings.module.css'

interface EndsProps {
  readonly organization: OrganizationDetailJson
}

/** Who owns it, and how to hand it on. */
export function OwnershipCard({ organization }: EndsProps) {
  const { slug: org } = organization
  const owners = useMemberPage(org, { role: ['owner', 'manager', 'admin'], limit: 100 })
  const [isOpen, setIsOpen] = useState(false)
  const people = owners.data?.items ?? []
  const primary = people.find(({ isOwner }) => isOwner)
  const heirs = people.filter(({ isOwner, pending }) => !isOwner && !pending)
  return (
    <Card title="Ownership">
      <div className={css.removal}>
        <div className={css.paragraphs}>
          <p>
            {primary === undefined ? null : (
              <>
                <b className={css.word}>
                  <bdi>{nameOf(primary)}</bdi>
                </b>{' '}
                owns the organization, and
              </>
            )}
            {primary === undefined ? 'The owner of the organization' : null} keeps role and place until the ownership is
            handed on.
          </p>
          {ownRole(organization) === 'owner' && heirs.length === 0 && owners.data !== undefined ? (
            <p className={css.note}>Somebody else has to be admin, manager or owner first.</p>
          ) : null}
        </div>
        {ownRole(organization) === 'owner' ? (
          <Button disabled={heirs.length === 0} onClick={() => setIsOpen(true)}>
            Hand on the ownership
          </Button>
        ) : null}
      </div>
      {isOpen ? <HandOver org={org} heirs={heirs} onClose={() => setIsOpen(false)} /> : null}
    </Card>
  )
}

interface HandOverProps {
  readonly org: string
  readonly heirs: readonly MemberDetailJson[]
  readonly onClose: () => void
}

function HandOver({ org, heirs, onClose }: HandOverProps) {
  const [chosen, setChosen] = useState('')
  const transfer = useTransferOwnership(org)
  const toast = useToast()
  const submit = () =>
    transfer.mutate(chosen, {
      onSuccess: (heir) => {
        toast.show({ message: `${nameOf(heir)} owns the organization now`, durationMs: 3000 })
        onClose()
      },
    })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Hand on the ownership"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={chosen === ''} busy={transfer.isPending} onClick={submit}>
            Hand it on
          </Button>
        </>
      }
    >
      <Field
        label="To"
        hint="Becomes owner by role as well. Whoever was it keeps the role, and can be changed and removed from then on."
        error={transfer.error?.message}
      >
        <Select value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">Choose somebody</option>
          {heirs.map((member) => (
            <option key={member.id} value={member.id}>
              {nameOf(member)}, {member.roleName}
            </option>
          ))}
        </Select>
      </Field>
    </Dialog>
  )
}

/** The way out for everybody but the primary owner. */
export function LeaveCard({ organization: { slug: org, name } }: EndsProps) {
  const me = useMe()
  const own = useMemberPage(org, { query: me.data?.email ?? '', limit: 20 })
  const member = own.data?.items.find(({ user }) => user !== null && user.id === me.data?.id)
  const [isOpen, setIsOpen] = useState(false)
  if (member === undefined) return null
  return (
    <Card title="Leave">
      <div className={css.removal}>
        <p>
          {member.isOwner
            ? 'You own the organization: hand on the ownership before you leave.'
            : `You see nothing of ${visibleText(clip(name, 80))} any more until somebody invites you again.`}
        </p>
        <Button icon="logout" disabled={member.isOwner} onClick={() => setIsOpen(true)}>
          Leave
        </Button>
      </div>
      {isOpen ? <RemovalDialog org={org} member={member} isSelf onClose={() => setIsOpen(false)} /> : null}
    </Card>
  )
}

/** The end of the organization with everything in it. */
export function OrganizationDeletion({ organization: { slug, name, projects } }: EndsProps) {
  const remove = useDeleteOrganization()
  const { navigate } = useNavigation()
  const count = projects.length === 1 ? 'Its project' : `Its ${projects.length} projects`
  return (
    <DeletionCard
      title="Delete the organization"
      label="Delete organization"
      question={`Delete ${visibleText(clip(name, 80))}?`}
      word={slug}
      deletion={remove}
      onDelete={() => remove.mutate(slug, { onSuccess: () => navigate(paths.home(), { replace: true }) })}
    >
      <p>
        {projects.length === 0
          ? 'Its teams and settings'
          : `${count} with all issues and events, its teams and settings`}{' '}
        are deleted with it, and {projects.length === 0 ? 'its members lose it' : 'no DSN of it works any more'}. The
        accounts of its members stay. This cannot be taken back.
      </p>
    </DeletionCard>
  )
}

function nameOf({ user, email }: MemberDetailJson): string {
  return visibleText(clip(user?.name || email, 80))
}
