import type { HttpRequestJson } from '@mishap/core/client'
import { Button, Checkbox, Field, IconButton, Select, TextArea, TextInput } from '../primitives/index.js'
import { NumberWord, Sentence } from '../sentence/sentence.js'
import css from './monitor-form.module.css'
import type { FormPartProps } from './what-sentence.js'

const AUTH_KINDS = [
  ['none', 'nobody'],
  ['basic', 'a name and a password'],
  ['bearer', 'a token'],
] as const

const BODYLESS = ['GET', 'HEAD']

/** How an address is asked, for those who want more than the usual; folded away, with what is set in the line that opens it. */
export function RequestOptions({ draft, onChange, fault }: FormPartProps) {
  const { request } = draft
  const put = (change: Partial<HttpRequestJson>) => onChange({ request: { ...request, ...change } })
  const set = [
    request.headers.length > 0 ? 'headers' : null,
    request.auth.kind === 'none' ? null : 'sign-in',
    request.body === '' ? null : 'body',
    request.redirects === 10 ? null : 'redirects',
    request.verifyTls ? null : 'certificates are not looked at',
  ].filter((one) => one !== null)
  const hasBody = draft.type === 'POST' || (draft.type === 'HTTP' && !BODYLESS.includes(request.method))
  const headersFault = fault('headers') ?? fault('value') ?? (draft.name.trim() === '' ? undefined : fault('name'))
  return (
    <details className={css.fold} open={headersFault !== undefined || fault('auth') !== undefined || undefined}>
      <summary>
        How it is asked{' '}
        <span className={css.note}>{set.length === 0 ? 'headers, sign-in, body, redirects' : set.join(', ')}</span>
      </summary>
      <div className={css.folded}>
        <Headers headers={request.headers} error={headersFault} onChange={(headers) => put({ headers })} />
        <Auth auth={request.auth} error={fault('auth')} onChange={(auth) => put({ auth })} />
        {hasBody ? (
          <Field label="Body" error={fault('body')}>
            <TextArea
              value={request.body}
              maxLength={16_384}
              spellCheck={false}
              className={css.code}
              onChange={(event) => put({ body: event.target.value })}
            />
          </Field>
        ) : null}
        <Sentence>
          <span>Follow at most</span>
          <NumberWord
            label="Redirects that are followed"
            value={String(request.redirects)}
            min={0}
            max={20}
            error={fault('redirects')}
            onChange={(text) => put({ redirects: Number(text) })}
          />
          <span>redirects.</span>
        </Sentence>
        <Checkbox
          label="A certificate that is not good is a failure"
          checked={request.verifyTls}
          onChange={(event) => put({ verifyTls: event.target.checked })}
        />
      </div>
    </details>
  )
}

interface HeadersProps {
  readonly headers: HttpRequestJson['headers']
  readonly error: string | undefined
  readonly onChange: (headers: HttpRequestJson['headers']) => void
}

function Headers({ headers, error, onChange }: HeadersProps) {
  const put = (place: number, change: Partial<HttpRequestJson['headers'][number]>) =>
    onChange(headers.map((header, other) => (other === place ? { ...header, ...change } : header)))
  return (
    <fieldset className={css.assertions}>
      <legend className={css.legend}>Headers</legend>
      {headers.map(({ name, value }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed, and may come twice
        <div key={place} className={css.assertion}>
          <Field label="Name of the header" isLabelHidden className={css.word}>
            <TextInput
              value={name}
              maxLength={100}
              placeholder="Name"
              spellCheck={false}
              onChange={(event) => put(place, { name: event.target.value })}
            />
          </Field>
          <Field label="Value of the header" isLabelHidden className={css.word}>
            <TextInput
              value={value ?? ''}
              maxLength={4096}
              placeholder={value === null ? 'kept as it is' : 'Value'}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => put(place, { value: event.target.value })}
            />
          </Field>
          <IconButton
            icon="close"
            size="sm"
            label={`Leave out header ${place + 1}`}
            onClick={() => onChange(headers.filter((_, other) => other !== place))}
          />
        </div>
      ))}
      {error === undefined ? null : (
        <p role="alert" className={css.fault}>
          {error}
        </p>
      )}
      <div>
        <Button size="sm" icon="plus" onClick={() => onChange([...headers, { name: '', value: '' }])}>
          Add a header
        </Button>
      </div>
    </fieldset>
  )
}

interface AuthProps {
  readonly auth: HttpRequestJson['auth']
  readonly error: string | undefined
  readonly onChange: (auth: HttpRequestJson['auth']) => void
}

function Auth({ auth, error, onChange }: AuthProps) {
  const choose = (kind: string) => {
    if (kind === 'basic') onChange({ kind, username: '', password: '' })
    else if (kind === 'bearer') onChange({ kind, token: '' })
    else onChange({ kind: 'none' })
  }
  return (
    <Sentence>
      <span>Sign in as</span>
      <Field label="How to sign in" isLabelHidden error={error}>
        <Select value={auth.kind} onChange={(event) => choose(event.target.value)}>
          {AUTH_KINDS.map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {auth.kind === 'basic' ? (
        <>
          <Field label="Name" isLabelHidden className={css.short}>
            <TextInput
              value={auth.username}
              maxLength={200}
              placeholder="Name"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ ...auth, username: event.target.value })}
            />
          </Field>
          <Secret label="Password" value={auth.password} onChange={(password) => onChange({ ...auth, password })} />
        </>
      ) : null}
      {auth.kind === 'bearer' ? (
        <Secret label="Token" value={auth.token} onChange={(token) => onChange({ ...auth, token })} />
      ) : null}
    </Sentence>
  )
}

interface SecretProps {
  readonly label: string
  /** Null for one that is kept. */
  readonly value: string | null
  readonly onChange: (value: string) => void
}

function Secret({ label, value, onChange }: SecretProps) {
  return (
    <Field label={label} isLabelHidden className={css.short}>
      <TextInput
        type="password"
        value={value ?? ''}
        maxLength={4096}
        placeholder={value === null ? 'kept as it is' : label}
        autoComplete="new-password"
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
