import type { AlertRecipientJson, AlertTestJson, FailingRecipientJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Field, Icon, IconButton, TextInput, Time } from '../primitives/index.js'
import css from './alert-form.module.css'
import { CHANNEL_FIELDS } from './channel-fields.js'
import { ChannelInput } from './channel-input.js'
import { CHANNELS } from './channels.js'
import { MailAudience } from './mail-audience.js'
import { type RecipientDraft, recipientDraft, recipientFaults } from './recipient-draft.js'

export interface RecipientCardProps {
  readonly org: string
  readonly recipient: RecipientDraft
  /** What is missing is marked. */
  readonly isAsked: boolean
  readonly serverFault: (name: string) => string | undefined
  /** As it is saved; null where it is not. */
  readonly before: AlertRecipientJson | null
  readonly failing: FailingRecipientJson | null
  readonly onChange: (recipient: RecipientDraft) => void
  readonly onRemove: () => void
  readonly onTest: (recipient: number) => Promise<readonly AlertTestJson[]>
}

/** One way in which the rule tells somebody, with what it is asked for and a test. */
export function RecipientCard(props: RecipientCardProps) {
  const { org, recipient, isAsked, serverFault, before, failing, onChange, onRemove } = props
  const { type } = recipient
  const found = isAsked ? recipientFaults(recipient) : {}
  const fault = (name: string) => found[name] ?? serverFault(name)
  const change = (part: Partial<RecipientDraft>) => onChange({ ...recipient, ...part })
  const isSame = before !== null && JSON.stringify(recipientDraft(before)) === JSON.stringify(recipient)
  const { name } = CHANNELS[type]
  return (
    <li className={css.recipient}>
      <header className={css.recipientHead}>
        <h3 className={css.recipientName}>{name}</h3>
        {failing === null ? null : (
          <Badge tone="danger" icon="alert">
            Failing
          </Badge>
        )}
        <IconButton icon="trash" size="sm" label={`Do not tell by ${name}`} className={css.remove} onClick={onRemove} />
      </header>
      {failing === null ? null : (
        <p className={css.fault}>
          It takes no messages since <Time value={failing.since} mode="absolute" isFocusable={false} />:{' '}
          <bdi>{visibleText(clip(failing.error, 500))}</bdi>
        </p>
      )}
      {type === 'email' ? (
        <MailAudience
          org={org}
          config={recipient.config}
          fault={fault('audience') ?? fault('users') ?? fault('teams') ?? fault('addresses')}
          onChange={(config) => change({ config })}
        />
      ) : (
        <div className={css.fields}>
          {CHANNEL_FIELDS[type].map((field) => (
            <ChannelInput
              key={field.name}
              org={org}
              field={field}
              recipient={recipient}
              fault={fault(field.name)}
              onChange={onChange}
            />
          ))}
        </div>
      )}
      <div className={css.foot}>
        {type === 'email' ? null : <Tags value={recipient.tags} onChange={(tags) => change({ tags })} />}
        <Tests type={type} id={isSame ? recipient.id : null} isChanged={recipient.id !== null && !isSame} {...props} />
      </div>
    </li>
  )
}

function Tags({ value, onChange }: { readonly value: string; readonly onChange: (tags: string) => void }) {
  return (
    <details className={css.fold} open={value !== '' || undefined}>
      <summary>Tags of events to show</summary>
      <Field label="Tags of events to show" isLabelHidden hint="With commas between them.">
        <TextInput
          value={value}
          maxLength={1000}
          placeholder="customer, region"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </details>
  )
}

interface TestsProps extends Pick<RecipientCardProps, 'onTest'> {
  readonly type: RecipientDraft['type']
  /** Null where what is saved is not what is typed. */
  readonly id: number | null
  readonly isChanged: boolean
}

type Tested = { readonly isGood: boolean; readonly words: string }

/** Sends a real message, and says what the other side answered. */
function Tests({ type, id, isChanged, onTest }: TestsProps) {
  const [isBusy, setIsBusy] = useState(false)
  const [tested, setTested] = useState<Tested | null>(null)
  if (type === 'email') return null
  if (id === null)
    return <p className={css.note}>{isChanged ? 'Save the change to try it.' : 'Once it is saved it can be tried.'}</p>
  const run = () => {
    setIsBusy(true)
    setTested(null)
    onTest(id)
      .then(([answer]) => setTested(testedOf(answer)))
      .catch((error: unknown) =>
        setTested({ isGood: false, words: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => setIsBusy(false))
  }
  return (
    <div className={css.test}>
      <Button size="sm" icon="play" busy={isBusy} onClick={run}>
        Send a test
      </Button>
      <p role="status" className={tested?.isGood === false ? css.fault : css.note}>
        {tested === null ? null : (
          <>
            <Icon name={tested.isGood ? 'check' : 'alert'} size={13} />{' '}
            <bdi>{visibleText(clip(tested.words, 500))}</bdi>
          </>
        )}
      </p>
    </div>
  )
}

function testedOf(answer: AlertTestJson | undefined): Tested {
  if (answer === undefined || answer.status === 'skipped') return { isGood: false, words: 'Nothing was sent.' }
  if (answer.status === 'sent') return { isGood: true, words: answer.message ?? 'A message was sent and taken.' }
  return { isGood: false, words: answer.message ?? 'It was not taken.' }
}
