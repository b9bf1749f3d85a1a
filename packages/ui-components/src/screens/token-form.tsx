import type { ApiTokenJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Checkbox, Chip, Field, TextInput, useNow } from '../primitives/index.js'
import { useCreateToken } from '../provider/use-changes.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { ExpiryField, readExpiry, type TypedExpiry } from './expiry-field.js'
import css from './settings.module.css'
import { presetOf, TOKEN_PRESETS, TOKEN_SCOPES } from './token-presets.js'

export interface TokenFormProps {
  readonly onDone: (token: ApiTokenJson) => void
  readonly onCancel: () => void
}

/** A name and what the token may do: as little as its purpose needs. */
export function TokenForm({ onDone, onCancel }: TokenFormProps) {
  const [label, setLabel] = useState('')
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set(TOKEN_PRESETS[0]?.scopes))
  const [expiry, setExpiry] = useState<TypedExpiry>({ kind: '365', day: '' })
  const now = useNow()
  const create = useCreateToken()
  const preset = presetOf(scopes)
  const toggle = (scope: string) => {
    const next = new Set(scopes)
    if (!next.delete(scope)) next.add(scope)
    setScopes(next)
  }
  return (
    <Form
      onSubmit={() =>
        create.mutate(
          { label: label.trim(), scopes: [...scopes], expires: readExpiry(expiry, now) },
          { onSuccess: onDone },
        )
      }
      error={create.error}
      fields={['label', 'scopes', 'expires']}
    >
      <Field label="Name" hint="What uses it." error={fieldError(create.error, 'label')}>
        <TextInput
          required
          maxLength={255}
          autoComplete="off"
          value={label}
          onChange={(e) => setLabel(e.target.value)}
        />
      </Field>
      <fieldset>
        <legend className={css.legend}>It may</legend>
        <div className={css.presets}>
          {TOKEN_PRESETS.map((one) => (
            <Chip key={one.id} isPressed={preset?.id === one.id} onPress={() => setScopes(new Set(one.scopes))}>
              {one.label}
            </Chip>
          ))}
        </div>
        <p className={css.note}>{preset?.hint ?? 'Scopes chosen one by one.'}</p>
      </fieldset>
      <fieldset className={css.scopes}>
        <legend className={css.legend}>Scopes</legend>
        {TOKEN_SCOPES.map((scope) => (
          <Checkbox key={scope} label={scope} checked={scopes.has(scope)} onChange={() => toggle(scope)} />
        ))}
      </fieldset>
      <ExpiryField value={expiry} onChange={setExpiry} now={now} error={fieldError(create.error, 'expires')} />
      <FormActions>
        <Button type="submit" variant="primary" busy={create.isPending} disabled={scopes.size === 0}>
          Create token
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </FormActions>
    </Form>
  )
}
