import type { AuthenticatorJson, RecoveryCodesJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Checkbox, Field, Icon, Menu, TextInput, Time, useToast } from '../primitives/index.js'
import { useSettings } from '../provider/use-queries.js'
import settings from '../screens/settings.module.css'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { canUsePasskeys } from './browser-credentials.js'
import { browserName } from './browser-name.js'
import { isCancelled } from './proof.js'
import css from './security.module.css'
import { isoOf } from './totp-card.js'
import { useAddPasskey, useRemovePasskey, useRenamePasskey } from './use-security.js'

export interface PasskeysCardProps {
  readonly passkeys: readonly AuthenticatorJson[]
  /** The recovery codes that came with the first. */
  readonly onCodes: (codes: RecoveryCodesJson) => void
}

/** Passkeys and security keys of the reader. */
export function PasskeysCard({ passkeys, onCodes }: PasskeysCardProps) {
  const [isAdding, setIsAdding] = useState(false)
  const isOffered = useSettings().data?.passkeys !== false
  const canAdd = isOffered && canUsePasskeys()
  return (
    <Card title="Passkeys">
      <div className={css.stack}>
        <p className={settings.note}>
          A passkey signs you in by a touch, a face or the PIN of a device: nothing to type, and nothing that a false
          page could ask you for. Have two, so that losing one does not lock you out.
        </p>
        {passkeys.length === 0 ? null : (
          <ul className={css.list}>
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} />
            ))}
          </ul>
        )}
        {canAdd ? null : (
          <p className={settings.note}>
            {isOffered ? 'This browser makes no passkeys here' : 'This server takes no passkeys'}: they need{' '}
            <code>https</code> and an address with a name, and the server a secret key.
          </p>
        )}
        {isAdding ? (
          <NewPasskey
            onClose={() => setIsAdding(false)}
            onDone={(codes) => {
              setIsAdding(false)
              if (codes !== null) onCodes(codes)
            }}
          />
        ) : (
          <div>
            <Button variant="primary" icon="plus" disabled={!canAdd} onClick={() => setIsAdding(true)}>
              Add a passkey
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}

interface NewPasskeyProps {
  readonly onClose: () => void
  readonly onDone: (codes: RecoveryCodesJson | null) => void
}

function NewPasskey({ onClose, onDone }: NewPasskeyProps) {
  const [name, setName] = useState(() => browserName(navigator.userAgent))
  const [isPasswordless, setIsPasswordless] = useState(true)
  const add = useAddPasskey()
  const toast = useToast()
  const submit = () =>
    add.mutate(
      { name: name.trim(), isPasswordless },
      {
        onSuccess: (codes) => {
          const andCodes = codes === null ? '' : '. Keep the recovery codes that came with it'
          toast.show({ message: `The passkey is added${andCodes}`, durationMs: 6000 })
          onDone(codes)
        },
      },
    )
  const error = isCancelled(add.error) ? null : add.error
  return (
    <Form onSubmit={submit} error={error} fields={['name']}>
      <Field label="Name" hint="To tell it from others, when one of them is lost." error={fieldError(error, 'name')}>
        <TextInput required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Checkbox
        label="It signs in without the password"
        checked={isPasswordless}
        onChange={(event) => setIsPasswordless(event.target.checked)}
      />
      {isPasswordless ? null : (
        <p className={settings.note}>It is asked for after the password. Older security keys can only do that.</p>
      )}
      <FormActions>
        <Button type="submit" variant="primary" busy={add.isPending}>
          Go on
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </FormActions>
    </Form>
  )
}

function PasskeyRow({ passkey }: { readonly passkey: AuthenticatorJson }) {
  const { id = 0, name = '', is_passwordless: isPasswordless = false } = passkey
  const [doing, setDoing] = useState<'rename' | 'remove' | null>(null)
  const remove = useRemovePasskey()
  const toast = useToast()
  const shown = visibleText(name)
  const run = () =>
    remove.mutate(id, {
      onSuccess: () => toast.show({ message: 'The passkey is removed', durationMs: 4000 }),
      onError: (error) => (isCancelled(error) ? null : toast.show({ message: error.message, tone: 'danger' })),
    })
  if (doing === 'rename')
    return (
      <li className={css.item}>
        <Renaming id={id} name={name} onClose={() => setDoing(null)} />
      </li>
    )
  return (
    <li className={css.item}>
      <Icon name="key" size={16} />
      <div className={css.about}>
        <p className={css.name}>
          <bdi>{shown}</bdi>
        </p>
        <p className={css.when}>
          Added <Time value={isoOf(passkey.created_at)} isFocusable={false} />
          {' · '}
          {passkey.last_used_at === null ? 'never used' : 'used '}
          {passkey.last_used_at === null ? null : <Time value={isoOf(passkey.last_used_at)} isFocusable={false} />}
        </p>
        <p className={css.when}>
          <Badge>{isPasswordless ? 'No password needed' : 'After the password'}</Badge>
        </p>
      </div>
      {doing === 'remove' ? (
        <div className={css.actions}>
          <Button size="sm" variant="danger" busy={remove.isPending} onClick={run}>
            Remove
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setDoing(null)}>
            Keep it
          </Button>
        </div>
      ) : (
        <Menu
          label={`More about ${shown}`}
          isIconOnly
          icon="more"
          size="sm"
          variant="ghost"
          align="end"
          items={[
            { id: 'rename', label: 'Rename', onSelect: () => setDoing('rename') },
            { id: 'remove', label: 'Remove…', icon: 'trash', onSelect: () => setDoing('remove') },
          ]}
        />
      )}
    </li>
  )
}

function Renaming({ id, name, onClose }: { readonly id: number; readonly name: string; readonly onClose: () => void }) {
  const [text, setText] = useState(name)
  const rename = useRenamePasskey()
  const error = isCancelled(rename.error) ? null : rename.error
  return (
    <div className={css.about}>
      <Form
        onSubmit={() => rename.mutate({ id, name: text.trim() }, { onSuccess: onClose })}
        error={error}
        fields={['name']}
      >
        <Field label="Name" error={fieldError(error, 'name')}>
          <TextInput required maxLength={100} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <FormActions>
          <Button type="submit" variant="primary" busy={rename.isPending}>
            Rename
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
    </div>
  )
}
