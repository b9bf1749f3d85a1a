import type { StatusPageJson } from '@mishap/core/client'
import { useId } from 'react'
import { Card, Checkbox, Field, Icon, Select, TextArea, TextInput } from '../primitives/index.js'
import { fieldError, PasswordField } from '../setup/form.js'
import { ACCESS, ACCESS_NAMES } from './access.js'
import { accentContrast } from './contrast.js'
import type { PageDraft, pageFaults } from './page-draft.js'
import css from './status-pages.module.css'

export interface PartProps {
  readonly draft: PageDraft
  readonly faults: ReturnType<typeof pageFaults>
  /** Of the last attempt to save. */
  readonly error: unknown
  readonly onChange: (part: Partial<PageDraft>) => void
}

type SavedProps = PartProps & { readonly page: StatusPageJson }

/** What the page is called, and says above everything. */
export function AboutPart({ draft, faults, error, onChange, page }: SavedProps) {
  const isMoved = draft.slug.trim() !== page.slug
  return (
    <Card title="About">
      <div className={css.fields}>
        <Field label="Name" error={faults.name ?? fieldError(error, 'name')}>
          <TextInput maxLength={200} value={draft.name} onChange={(event) => onChange({ name: event.target.value })} />
        </Field>
        <Field
          label="Address"
          hint={
            isMoved ? (
              <span className={css.warning}>
                <Icon name="alert" size={13} /> Links to “{page.slug}”, badges and feeds stop working.
              </span>
            ) : (
              'The last part of it.'
            )
          }
          error={faults.slug ?? fieldError(error, 'slug')}
        >
          <TextInput
            maxLength={60}
            spellCheck={false}
            value={draft.slug}
            onChange={(event) => onChange({ slug: event.target.value })}
          />
        </Field>
        <Field label="Description" hint="Markdown, above everything.">
          <TextArea
            rows={2}
            maxLength={4000}
            value={draft.description}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        </Field>
        <Field label="Homepage" hint="Linked at the top." error={faults.homepage ?? fieldError(error, 'homepage')}>
          <TextInput
            maxLength={2000}
            spellCheck={false}
            placeholder="https://acme.example"
            value={draft.homepage}
            onChange={(event) => onChange({ homepage: event.target.value })}
          />
        </Field>
      </div>
    </Card>
  )
}

/** Who may read it, and where. */
export function AccessPart({ draft, faults, error, onChange, page }: SavedProps) {
  const id = useId()
  const host = hostOf(page.url)
  return (
    <Card title="Who may read it">
      <div className={css.fields}>
        <fieldset aria-label="Who may read it" className={css.choices}>
          {ACCESS_NAMES.map((access) => (
            <label key={access} className={css.choice}>
              <input type="radio" name={id} checked={draft.access === access} onChange={() => onChange({ access })} />
              <span>
                <b>{ACCESS[access].label}</b>: {ACCESS[access].means.toLowerCase()}
              </span>
            </label>
          ))}
        </fieldset>
        {draft.access === 'password' ? (
          <PasswordField
            label={page.hasPassword ? 'Another password' : 'Password'}
            hint={page.hasPassword ? 'Empty keeps the one that is set. Another one signs all readers out.' : undefined}
            error={faults.password}
            autoComplete="new-password"
            maxLength={200}
            value={draft.password}
            onChange={(event) => onChange({ password: event.target.value })}
          />
        ) : null}
        <Field label="Own domain" hint="Empty for none." error={faults.domain ?? fieldError(error, 'domain')}>
          <TextInput
            maxLength={253}
            spellCheck={false}
            placeholder="status.acme.example"
            value={draft.domain}
            onChange={(event) => onChange({ domain: event.target.value })}
          />
        </Field>
        {draft.domain.trim() === '' ? null : (
          <div className={css.instruction}>
            <p>Let whoever keeps the names of that domain enter this, and let the proxy in front serve the name:</p>
            <p className={css.record}>
              <code>
                {draft.domain.trim().toLowerCase()}. CNAME {host}.
              </code>
            </p>
          </div>
        )}
        <Checkbox
          label="People may subscribe to incidents by mail"
          checked={draft.allowSubscribers}
          onChange={(event) => onChange({ allowSubscribers: event.target.checked })}
        />
      </div>
    </Card>
  )
}

/** Its theme and colour. */
export function LookPart({ draft, faults, error, onChange }: PartProps) {
  const checks = accentContrast(draft.accent, draft.theme)
  return (
    <Card title="Look">
      <div className={css.fields}>
        <Field label="Theme">
          <Select
            value={draft.theme}
            onChange={(event) => onChange({ theme: event.target.value as PageDraft['theme'] })}
          >
            <option value="system">As the reader’s device has it</option>
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </Select>
        </Field>
        <div className={css.accent}>
          <input
            type="color"
            aria-label="Pick the accent"
            className={css.swatch}
            value={/^#[0-9a-f]{6}$/i.test(draft.accent) ? draft.accent : '#2f5fd0'}
            onChange={(event) => onChange({ accent: event.target.value })}
          />
          <Field
            label="Accent"
            hint="Of links and buttons; empty for the usual one."
            error={faults.accent ?? fieldError(error, 'accent')}
            className={css.grow}
          >
            <TextInput
              maxLength={7}
              spellCheck={false}
              placeholder="#2f5fd0"
              value={draft.accent}
              onChange={(event) => onChange({ accent: event.target.value.trim() })}
            />
          </Field>
        </div>
        <ul aria-live="polite" className={css.checks}>
          {checks.map(({ surface, ratio, isEnough }) => (
            <li key={surface} className={isEnough ? css.good : css.warning}>
              <Icon name={isEnough ? 'check' : 'alert'} size={13} /> {Math.floor(ratio * 10) / 10} : 1 on {surface}{' '}
              pages
              {isEnough ? '' : `: hard to read, so the page makes it ${surface === 'light' ? 'darker' : 'lighter'}`}
            </li>
          ))}
        </ul>
        <Checkbox
          label="Show how fast monitors answer"
          checked={draft.showLatency}
          onChange={(event) => onChange({ showLatency: event.target.checked })}
        />
      </div>
    </Card>
  )
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname
  } catch {
    // An address without a host is of the server that is looked at.
    return typeof location === 'undefined' ? '' : location.hostname
  }
}
