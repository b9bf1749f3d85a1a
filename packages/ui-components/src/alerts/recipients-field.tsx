import type { AlertTestJson, OrganizationAlertJson, RecipientTypeName } from '@mishap/core/client'
import { useRef } from 'react'
import { Icon, Menu } from '../primitives/index.js'
import { useIntegrations } from '../provider/use-integrations.js'
import css from './alert-form.module.css'
import type { AlertPartProps } from './alert-part-props.js'
import { CHANNEL_TYPES, CHANNELS } from './channels.js'
import { RecipientCard } from './recipient-card.js'
import { fieldNames, newRecipient, type RecipientDraft } from './recipient-draft.js'

export interface RecipientsFieldProps extends AlertPartProps {
  readonly org: string
  readonly isAsked: boolean
  readonly saved: OrganizationAlertJson | null
  readonly onTest: (recipient: number) => Promise<readonly AlertTestJson[]>
}

/** Whom the rule tells: mail once, each other way as often as is wanted. */
export function RecipientsField({ org, draft, onChange, fault, isAsked, saved, onTest }: RecipientsFieldProps) {
  const list = useRef<HTMLUListElement>(null)
  const { recipients } = draft
  const change = (next: readonly RecipientDraft[]) => onChange({ recipients: next })
  const hasMail = recipients.some(({ type }) => type === 'email')
  const hasSlack = useIntegrations(org).data?.some(({ kind }) => kind === 'slack') ?? false
  // The app posts to workspaces that it was set up in; a webhook needs none.
  const types = CHANNEL_TYPES.filter((type) => (type !== 'email' || !hasMail) && (type !== 'slack_app' || hasSlack))
  const add = (type: RecipientTypeName) => {
    const made = newRecipient(type)
    change([...recipients, made])
    // Who has chosen a way goes on with what it is asked for.
    requestAnimationFrame(() =>
      list.current?.lastElementChild?.querySelector<HTMLElement>('input, select, textarea')?.focus(),
    )
  }
  const wrong = fault('recipients')
  return (
    <div className={css.parts}>
      <ul ref={list} className={css.recipients}>
        {recipients.map((recipient) => (
          <RecipientCard
            key={recipient.key}
            org={org}
            recipient={recipient}
            isAsked={isAsked}
            serverFault={(name) => (isUnique(recipients, name) ? fault(name) : undefined)}
            before={saved?.alertRecipients.find(({ id }) => id === recipient.id) ?? null}
            failing={saved?.failing.find(({ recipientID }) => recipientID === recipient.id) ?? null}
            onChange={(next) => change(recipients.map((one) => (one.key === recipient.key ? next : one)))}
            onRemove={() => change(recipients.filter((one) => one.key !== recipient.key))}
            onTest={onTest}
          />
        ))}
      </ul>
      <div>
        <Menu
          label="Tell somebody else"
          icon="plus"
          size="sm"
          items={types.map((type) => ({
            id: type,
            label: CHANNELS[type].name,
            onSelect: () => add(type),
          }))}
        />
      </div>
      <p role="alert" className={css.fault}>
        {wrong === undefined ? null : (
          <>
            <Icon name="alert" size={13} /> {wrong}
          </>
        )}
      </p>
    </div>
  )
}

/** The server names the field and not whose it is: only where one has it is it known. */
export function isUnique(recipients: readonly RecipientDraft[], name: string): boolean {
  return recipients.filter((one) => fieldNames(one).includes(name)).length === 1
}
