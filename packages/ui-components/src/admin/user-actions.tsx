import type { InstanceUserJson, MishapClient, UserJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Code, Dialog, Menu, type MenuItem, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useImpersonate, useUserChange } from '../provider/use-admin.js'
import { DeletionDialog } from '../screens/deletion-card.js'
import css from './admin.module.css'

type Asked = 'factors' | 'sessions' | 'acting' | 'link' | 'deletion'

/** What a superuser does with an account, behind a question where somebody loses something by it. */
export function UserActions({ user, isSelf }: { readonly user: UserJson; readonly isSelf: boolean }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const toast = useToast()
  const close = () => setAsked(null)
  const change = useUserChange((client, input: Parameters<MishapClient['updateUser']>[1]) =>
    client.updateUser(user.id, input),
  )
  const name = shown(user.email)
  const update = (input: Parameters<typeof change.mutate>[0], message: string) =>
    change.mutate(input, {
      onSuccess: () => toast.show({ message, durationMs: 4000 }),
      onError: (error) => toast.show({ message: error.message, tone: 'danger' }),
    })
  const items: readonly MenuItem[] = [
    {
      id: 'acting',
      label: 'Act as this user…',
      icon: 'eye',
      isDisabled: user.isSuperuser || !user.isActive,
      ...(user.isSuperuser ? { hint: 'not as superusers' } : {}),
      onSelect: () => setAsked('acting'),
    },
    { id: 'link', label: 'Link for a new password…', icon: 'key', onSelect: () => setAsked('link') },
    { id: 'factors', label: 'Remove second factors…', icon: 'device', onSelect: () => setAsked('factors') },
    { id: 'sessions', label: 'Sign out everywhere…', icon: 'logout', onSelect: () => setAsked('sessions') },
    user.isSuperuser
      ? {
          ...{ id: 'rights', label: 'Take the rights of a superuser', icon: 'minus', startsGroup: true },
          ...{ isDisabled: isSelf, onSelect: () => update({ isSuperuser: false }, `${name} is no superuser any more`) },
        }
      : {
          ...{ id: 'rights', label: 'Make a superuser', icon: 'star', startsGroup: true },
          onSelect: () => update({ isSuperuser: true }, `${name} is a superuser`),
        },
    user.isActive
      ? {
          ...{ id: 'lock', label: 'Lock the account', icon: 'mute', isDisabled: isSelf },
          onSelect: () => update({ isActive: false }, `${name} is locked, and signed out everywhere`),
        }
      : {
          ...{ id: 'lock', label: 'Unlock the account', icon: 'check' },
          onSelect: () => update({ isActive: true }, `${name} can sign in again`),
        },
    {
      ...{ id: 'delete', label: 'Delete the account…', icon: 'trash', isDanger: true, startsGroup: true },
      ...{ isDisabled: isSelf, onSelect: () => setAsked('deletion') },
    },
  ]
  return (
    <>
      <Menu
        label={`What to do with ${name}`}
        isIconOnly
        icon="more"
        size="sm"
        variant="ghost"
        align="end"
        items={items}
      />
      {asked === 'link' ? <PasswordLink user={user} onClose={close} /> : null}
      {asked === 'acting' ? <Acting user={user} onClose={close} /> : null}
      {asked === 'factors' ? (
        <Question
          user={user}
          title="Remove the second factors?"
          text="Authenticator app, passkeys and recovery codes go. Until new ones are set up the password alone is enough."
          label="Remove them"
          run={(client) => client.removeSecondFactors(user.id)}
          onClose={close}
        />
      ) : null}
      {asked === 'sessions' ? (
        <Question
          user={user}
          title="Sign out everywhere?"
          text="Every browser has to sign in again. API tokens go on working."
          label="Sign out"
          run={(client) => client.endUserSessions(user.id)}
          onClose={close}
        />
      ) : null}
      {asked === 'deletion' ? <Deletion user={user} onClose={close} /> : null}
    </>
  )
}

interface DialogProps {
  readonly user: UserJson | InstanceUserJson
  readonly onClose: () => void
}

interface QuestionProps extends DialogProps {
  readonly title: string
  readonly text: string
  readonly label: string
  readonly run: (client: MishapClient) => Promise<void>
}

function Question({ user, title, text, label, run, onClose }: QuestionProps) {
  const change = useUserChange(run)
  const toast = useToast()
  const go = () =>
    change.mutate(undefined as never, {
      onSuccess: () => {
        toast.show({ message: `Done for ${shown(user.email)}`, durationMs: 4000 })
        onClose()
      },
    })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>Keep it so</Button>
          <Button variant="danger" busy={change.isPending} onClick={go}>
            {label}
          </Button>
        </>
      }
    >
      <p>
        <b>{shown(user.email)}</b>
      </p>
      <p>{text}</p>
      <Failure error={change.error} />
    </Dialog>
  )
}

function PasswordLink({ user, onClose }: DialogProps) {
  const make = useUserChange((client, send: boolean) => client.createPasswordLink(user.id, { send }))
  const { data } = make
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="A link for a new password"
      actions={
        data === undefined ? (
          <>
            <Button busy={make.isPending} onClick={() => make.mutate(false)}>
              Show it to me
            </Button>
            <Button variant="primary" busy={make.isPending} onClick={() => make.mutate(true)}>
              Send it
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {data === undefined ? (
        <p>
          It lets <b>{shown(user.email)}</b> set a new password, once and within an hour. The password of now works
          until then.
        </p>
      ) : null}
      {data?.isSent === true ? <p role="status">Sent to {shown(user.email)}.</p> : null}
      {data !== undefined && data.link !== null ? (
        <div role="status">
          <p>Hand it over by a way that nobody else reads: whoever has it sets the password.</p>
          <Code isBlock isWrapped className={css.link}>
            {data.link}
          </Code>
        </div>
      ) : null}
      <Failure error={make.error} />
    </Dialog>
  )
}

function Acting({ user, onClose }: DialogProps) {
  const navigation = useNavigation()
  const impersonate = useImpersonate()
  const go = () => impersonate.mutate(user.id, { onSuccess: () => navigation.navigate(paths.home()) })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Act as this user?"
      actions={
        <>
          <Button onClick={onClose}>Stay yourself</Button>
          <Button variant="primary" busy={impersonate.isPending} onClick={go}>
            Act as {shown(user.name || user.email)}
          </Button>
        </>
      }
    >
      <p>
        For an hour this browser shows what <b>{shown(user.email)}</b> sees, and what you do is done in their place. The
        audit log names both of you. Their password, second factors, addresses and tokens stay out of reach.
      </p>
      <Failure error={impersonate.error} />
    </Dialog>
  )
}

function Deletion({ user, onClose }: DialogProps) {
  const deletion = useUserChange((client, id: string) => client.deleteUser(id))
  const toast = useToast()
  const onDelete = () =>
    deletion.mutate(user.id, {
      onSuccess: () => {
        toast.show({ message: `The account ${shown(user.email)} is gone`, durationMs: 4000 })
        onClose()
      },
    })
  return (
    <DeletionDialog
      isOpen
      onClose={onClose}
      question="Delete the account?"
      word={user.email}
      deletion={deletion}
      onDelete={onDelete}
    >
      <p>Its tokens, sessions and memberships go with it. What the person wrote stays.</p>
    </DeletionDialog>
  )
}

function Failure({ error }: { readonly error: Error | null }) {
  return (
    <p role="alert" className={css.fault}>
      {error?.message}
    </p>
  )
}

function shown(text: string): string {
  return visibleText(clip(text, 120))
}
