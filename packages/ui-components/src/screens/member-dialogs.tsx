import type { MemberDetailJson, RoleName } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Dialog, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useChangeRole, useRemoveMember } from '../provider/use-organization.js'
import css from './members.module.css'
import { RoleChoice } from './role-choice.js'
import settings from './settings.module.css'

interface MemberDialogProps {
  readonly org: string
  readonly member: MemberDetailJson
  readonly onClose: () => void
}

/** Another role, with what each may do. */
export function RoleDialog({ org, member, onClose, own }: MemberDialogProps & { readonly own: RoleName }) {
  const [role, setRole] = useState(member.role)
  const change = useChangeRole(org)
  const toast = useToast()
  const name = nameOf(member)
  const submit = () =>
    change.mutate(
      { member: member.id, role },
      {
        onSuccess: ({ roleName }) => {
          toast.show({ message: `${name} is ${roleName} now`, durationMs: 3000 })
          onClose()
        },
      },
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={<>What {<bdi>{name}</bdi>} may do</>}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={change.isPending} disabled={role === member.role} onClick={submit}>
            Change the role
          </Button>
        </>
      }
    >
      <RoleChoice value={role} onChange={setRole} own={own} />
      <Refusal error={change.error} />
    </Dialog>
  )
}

/** The end of somebody's place, and what goes with it. */
export function RemovalDialog({ org, member, onClose, isSelf }: MemberDialogProps & { readonly isSelf: boolean }) {
  const remove = useRemoveMember(org)
  const toast = useToast()
  const { navigate } = useNavigation()
  const name = nameOf(member)
  const submit = () =>
    remove.mutate(isSelf ? 'me' : member.id, {
      onSuccess: () => {
        toast.show({ message: isSelf ? `You have left ${org}` : `${name} is out`, durationMs: 3000 })
        if (isSelf) navigate(paths.home())
        onClose()
      },
    })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={titleOf(member, name, isSelf)}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" busy={remove.isPending} onClick={submit}>
            {member.pending ? 'Withdraw' : isSelf ? 'Leave' : 'Remove'}
          </Button>
        </>
      }
    >
      {member.pending ? (
        <p>The link that was sent is worth nothing then.</p>
      ) : (
        <div className={settings.paragraphs}>
          <p>{isSelf ? 'At once you' : 'At once they'} see nothing of this organization any more, and:</p>
          <ul className={css.list}>
            <li>issues assigned to {isSelf ? 'you' : 'them'} are nobody’s,</li>
            <li>{isSelf ? 'your' : 'their'} places in teams, bookmarks and subscriptions here are gone,</li>
            <li>{isSelf ? 'your' : 'their'} API tokens do not reach it.</li>
          </ul>
          <p>
            What {isSelf ? 'you' : 'they'} wrote and did stays. {isSelf ? 'Your account' : 'Their account'} stays, too:
            whoever is invited again is back, without the rest.
          </p>
        </div>
      )}
      <Refusal error={remove.error} />
    </Dialog>
  )
}

function Refusal({ error }: { readonly error: Error | null }) {
  return (
    <p role="alert" className={css.failed}>
      {error === null ? null : visibleText(error.message)}
    </p>
  )
}

function titleOf({ pending }: MemberDetailJson, name: string, isSelf: boolean): string {
  if (pending) return `Withdraw the invitation of ${name}?`
  return isSelf ? 'Leave the organization?' : `Remove ${name}?`
}

function nameOf({ user, email }: MemberDetailJson): string {
  return visibleText(clip(user?.name || email, 80))
}
