import type { ProofName } from '@mishap/core/client'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Button, Dialog, Field, TextInput } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { Form, fieldError, PasswordField } from '../setup/form.js'
import { askPasskey, canUsePasskeys } from './browser-credentials.js'
import css from './security.module.css'

export interface ProofDialogProps {
  readonly proofs: readonly ProofName[]
  readonly onProven: () => void
  readonly onClose: () => void
}

type Proof = { readonly by: 'password' | 'code'; readonly value: string } | { readonly by: 'passkey' }

/** Asks once more who the reader is, by whatever they have. */
export function ProofDialog({ proofs, onProven, onClose }: ProofDialogProps) {
  const { client, queryClient } = useMishap()
  const [value, setValue] = useState('')
  const hasCodes = proofs.includes('totp') || proofs.includes('recovery_codes')
  const [by, setBy] = useState<'password' | 'code'>(proofs.includes('password') ? 'password' : 'code')
  const formId = useId()
  const prove = useMutation(
    {
      mutationFn: async (proof: Proof) => {
        if (proof.by === 'password') return client.reauthenticate(proof.value)
        if (proof.by === 'code') return client.reauthenticateByCode(proof.value)
        return client.reauthenticateByPasskey(await askPasskey(await client.beginPasskeyProof()))
      },
      onSuccess: onProven,
      onError: () => setValue(''),
    },
    queryClient,
  )
  const change = (next: 'password' | 'code') => {
    setBy(next)
    setValue('')
    prove.reset()
  }
  const hasPassword = proofs.includes('password')
  const hasPasskey = proofs.includes('webauthn') && canUsePasskeys()
  const isTyped = hasPassword || hasCodes
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Is it you?"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {isTyped ? (
            <Button variant="primary" type="submit" form={formId} busy={prove.isPending}>
              Go on
            </Button>
          ) : null}
        </>
      }
    >
      <div className={css.stack}>
        <p className={css.lead}>
          {isTyped || hasPasskey
            ? 'You signed in some time ago. Show once more who you are before you change how you sign in.'
            : 'You signed in some time ago, and nothing of yours can be asked for here. Sign out and in again, then change it.'}
        </p>
        {hasPasskey ? (
          <div className={css.actions}>
            <Button
              icon="key"
              busy={prove.isPending && prove.variables.by === 'passkey'}
              onClick={() => prove.mutate({ by: 'passkey' })}
            >
              Use a passkey
            </Button>
          </div>
        ) : null}
        {isTyped ? (
          <Form
            id={formId}
            onSubmit={() => prove.mutate({ by, value: by === 'code' ? value.trim() : value })}
            error={prove.error}
            fields={['password', 'code']}
          >
            {by === 'password' ? (
              <PasswordField
                label="Password"
                required
                autoComplete="current-password"
                error={fieldError(prove.error, 'password')}
                value={value}
                onChange={(event) => setValue(event.target.value)}
              />
            ) : (
              <CodeField
                label={proofs.includes('totp') ? 'Code of your app, or a recovery code' : 'One of your recovery codes'}
                error={fieldError(prove.error, 'code')}
                value={value}
                onChange={setValue}
              />
            )}
          </Form>
        ) : null}
        {isTyped || prove.error === null ? null : (
          <p role="alert" className={css.alert}>
            {prove.error.message}
          </p>
        )}
        {hasPassword && hasCodes ? (
          <div>
            <Button variant="ghost" size="sm" onClick={() => change(by === 'password' ? 'code' : 'password')}>
              {by === 'password' ? 'Use a code instead' : 'Use the password instead'}
            </Button>
          </div>
        ) : null}
      </div>
    </Dialog>
  )
}

export interface CodeFieldProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (code: string) => void
}

/** A code that is typed, pasted with its spaces, or filled in by a password manager. */
export function CodeField({ label, hint, error, value, onChange }: CodeFieldProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} error={error}>
      <TextInput
        required
        maxLength={20}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
