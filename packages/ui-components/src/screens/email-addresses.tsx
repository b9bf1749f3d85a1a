import type { EmailJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Icon, Menu, type MenuItem, useToast } from '../primitives/index.js'
import { useAddEmail, useChangeEmail, useEmails } from '../provider/use-profile.js'
import { useSettings } from '../provider/use-queries.js'
import { EmailField } from '../setup/email-field.js'
import { Form, FormActions } from '../setup/form.js'
import css from './email-addresses.module.css'
import { Loaded } from './loaded.js'
import settings from './settings.module.css'

/** The addresses of the reader: one signs in and gets mail, the others stand by. */
export function EmailAddresses() {
  const emails = useEmails()
  const canSendMail = useSettings().data?.canSendMail
  const [mailedTo, setMailedTo] = useState<string | null>(null)
  return (
    <Card title="Email addresses">
      <div role="status" className={css.status}>
        {mailedTo === null ? null : (
          <p className={css.mailed}>
            <Icon name="check" size={14} /> A link went to <bdi>{visibleText(mailedTo)}</bdi>. It confirms the address,
            and works for three days.
          </p>
        )}
      </div>
      <Loaded query={emails}>
        {(all) => (
          <ul className={css.emails}>
            {all.map((one) => (
              <Address key={one.email} {...one} canSendMail={canSendMail === true} onMailed={setMailedTo} />
            ))}
          </ul>
        )}
      </Loaded>
      {canSendMail === true ? <NewAddress onMailed={setMailedTo} /> : null}
      {canSendMail === false ? (
        <p className={settings.note}>This server sends no mail, so another address could not be confirmed.</p>
      ) : null}
    </Card>
  )
}

interface AddressProps extends EmailJson {
  readonly canSendMail: boolean
  readonly onMailed: (email: string | null) => void
}

function Address({ email, isPrimary, isVerified, canSendMail, onMailed }: AddressProps) {
  const change = useChangeEmail()
  const toast = useToast()
  const run = (action: 'primary' | 'remove' | 'resend', done: string | null) => {
    onMailed(null)
    change.mutate(
      { email, action },
      {
        onSuccess: () => (done === null ? onMailed(email) : toast.show({ message: done, durationMs: 3000 })),
        onError: (error) => toast.show({ message: error.message, tone: 'danger' }),
      },
    )
  }
  const shown = visibleText(email)
  const items: readonly (MenuItem | null)[] = [
    isVerified && !isPrimary
      ? {
          id: 'primary',
          label: 'Make it the primary one',
          hint: 'You sign in with it, and mail goes there.',
          onSelect: () => run('primary', `${shown} is the primary address`),
        }
      : null,
    !isVerified && canSendMail
      ? { id: 'resend', label: 'Send the link again', onSelect: () => run('resend', null) }
      : null,
    isPrimary
      ? null
      : { id: 'remove', label: 'Remove', icon: 'trash', onSelect: () => run('remove', `${shown} is removed`) },
  ]
  const offered = items.filter((item) => item !== null)
  return (
    <li className={css.email}>
      <span className={css.address}>
        <bdi>{shown}</bdi>
      </span>
      {isPrimary ? (
        <Badge tone="accent" className={css.badge}>
          Primary
        </Badge>
      ) : null}
      {isVerified ? null : (
        <Badge tone="warn" className={css.badge}>
          Not confirmed
        </Badge>
      )}
      {offered.length === 0 ? null : (
        <Menu
          label={`More about ${shown}`}
          isIconOnly
          icon="more"
          size="sm"
          variant="ghost"
          align="end"
          className={css.more}
          items={offered}
        />
      )}
    </li>
  )
}

function NewAddress({ onMailed }: Pick<AddressProps, 'onMailed'>) {
  const [email, setEmail] = useState('')
  const add = useAddEmail()
  const submit = () => {
    onMailed(null)
    add.mutate(email.trim(), {
      onSuccess: (added) => {
        setEmail('')
        onMailed(added.email)
      },
    })
  }
  return (
    <Form onSubmit={submit} error={add.error} fields={['email']}>
      <EmailField label="Another address" error={add.error} value={email} onChange={setEmail} isContact />
      <FormActions>
        <Button type="submit" busy={add.isPending}>
          Add address
        </Button>
      </FormActions>
    </Form>
  )
}
