import type { ActorJson, EmailRecipientConfig } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useId, useState } from 'react'
import { usePeople } from '../issues/use-people.js'
import { Checkbox, Chip, Field, Icon, Select, TextInput } from '../primitives/index.js'
import css from './alert-form.module.css'
import { mailConfig } from './mail-config.js'

export interface MailAudienceProps {
  readonly org: string
  readonly config: Readonly<Record<string, unknown>>
  readonly fault: string | undefined
  readonly onChange: (config: Readonly<Record<string, unknown>>) => void
}

type Audience = EmailRecipientConfig['audience'][number]

const AUDIENCES: readonly { readonly name: Audience; readonly label: string; readonly about: string }[] = [
  { name: 'project', label: 'The project’s teams', about: 'Everybody in them who wants mails of the project.' },
  { name: 'owner', label: 'The owner', about: 'Whom the ownership rules name for the issue.' },
  { name: 'assignee', label: 'The assignee', about: 'Of the issue, where there is one.' },
]

/** Who gets mails: groups that are looked up when it happens, and people and addresses by name. */
export function MailAudience({ org, config, fault, onChange }: MailAudienceProps) {
  const id = useId()
  const value = readConfig(config)
  const change = (part: Partial<EmailRecipientConfig>) => onChange({ ...value, ...part })
  const toggle = (name: Audience) =>
    change({
      audience: value.audience.includes(name)
        ? value.audience.filter((one) => one !== name)
        : [...value.audience, name],
    })
  return (
    <div className={css.mail}>
      <fieldset className={css.audiences} aria-describedby={fault === undefined ? undefined : id}>
        <legend className="mh-hidden">Who gets mails</legend>
        {AUDIENCES.map(({ name, label, about }) => (
          <Checkbox
            key={name}
            checked={value.audience.includes(name)}
            onChange={() => toggle(name)}
            label={
              <>
                {label} <span className={css.note}>{about}</span>
              </>
            }
          />
        ))}
      </fieldset>
      <People org={org} value={value} onChange={change} />
      <Addresses value={value.addresses} onChange={(addresses) => change({ addresses })} />
      <p id={id} role="alert" className={css.fault}>
        {fault === undefined ? null : (
          <>
            <Icon name="alert" size={13} /> {fault}
          </>
        )}
      </p>
    </div>
  )
}

/** As it is typed: nobody may be chosen for a while. */
function readConfig(config: Readonly<Record<string, unknown>>): EmailRecipientConfig {
  const whole = mailConfig(config)
  return Array.isArray(config.audience)
    ? { ...whole, audience: whole.audience.filter((one) => (config.audience as unknown[]).includes(one)) }
    : whole
}

interface PeopleProps {
  readonly org: string
  readonly value: EmailRecipientConfig
  readonly onChange: (part: Partial<EmailRecipientConfig>) => void
}

function People({ org, value: { users, teams }, onChange }: PeopleProps) {
  const { people = [] } = usePeople(org)
  const members = people.filter(({ type }) => type === 'user')
  const slugs = people.flatMap(({ type, slug }) => (type === 'team' && slug !== undefined ? [slug] : []))
  const nameOf = (id: string) => {
    const user = members.find((one) => one.id === id)
    return user === undefined ? 'Somebody who left' : shownName(user)
  }
  const add = (what: string) => {
    const [kind = '', ...rest] = what.split(':')
    const name = rest.join(':')
    if (kind === 'team') onChange({ teams: [...teams, name] })
    if (kind === 'user') onChange({ users: [...users, name] })
  }
  const others = members.filter(({ id }) => !users.includes(id))
  const otherTeams = slugs.filter((slug) => !teams.includes(slug))
  return (
    <div className={css.people}>
      <Field label="People and teams" className={css.word}>
        <Select value="" onChange={(event) => add(event.target.value)}>
          <option value="">{users.length + teams.length === 0 ? 'Choose people or teams…' : 'Add another…'}</option>
          {otherTeams.length === 0 ? null : (
            <optgroup label="Teams">
              {otherTeams.map((slug) => (
                <option key={slug} value={`team:${slug}`}>
                  #{visibleText(clip(slug, 60))}
                </option>
              ))}
            </optgroup>
          )}
          {others.length === 0 ? null : (
            <optgroup label="People">
              {others.map((user) => (
                <option key={user.id} value={`user:${user.id}`}>
                  {shownName(user)}
                </option>
              ))}
            </optgroup>
          )}
        </Select>
      </Field>
      <Chosen
        label="Chosen people and teams"
        chosen={[
          ...teams.map((slug) => ({
            ...{ key: `team ${slug}`, words: `#${visibleText(clip(slug, 60))}` },
            onRemove: () => onChange({ teams: teams.filter((one) => one !== slug) }),
          })),
          ...users.map((id) => ({
            ...{ key: `user ${id}`, words: nameOf(id) },
            onRemove: () => onChange({ users: users.filter((one) => one !== id) }),
          })),
        ]}
      />
    </div>
  )
}

/** Not everybody has given a name. */
function shownName({ name, email }: Pick<ActorJson, 'name' | 'email'>): string {
  return visibleText(clip(name || email || 'Without a name', 60))
}

function Addresses({
  value,
  onChange,
}: {
  readonly value: readonly string[]
  readonly onChange: (addresses: readonly string[]) => void
}) {
  const [typed, setTyped] = useState('')
  const take = () => {
    const found = typed.split(/[\s,;]+/).filter((one) => one !== '')
    if (found.length === 0) return
    onChange([...new Set([...value, ...found])].slice(0, MOST_ADDRESSES))
    setTyped('')
  }
  return (
    <div className={css.people}>
      <Field
        label="Other addresses"
        hint="Anybody’s, such as that of a mailing list. Press Enter after each."
        className={css.word}
      >
        <TextInput
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="on-call@example.com"
          maxLength={1000}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '') return
            event.preventDefault()
            take()
          }}
        />
      </Field>
      <Chosen
        label="Chosen addresses"
        chosen={value.map((address) => ({
          ...{ key: address, words: visibleText(clip(address, 80)) },
          onRemove: () => onChange(value.filter((one) => one !== address)),
        }))}
      />
    </div>
  )
}

const MOST_ADDRESSES = 50

interface ChosenProps {
  readonly label: string
  readonly chosen: readonly { readonly key: string; readonly words: string; readonly onRemove: () => void }[]
}

function Chosen({ label, chosen }: ChosenProps) {
  if (chosen.length === 0) return null
  return (
    <ul aria-label={label} className={css.chips}>
      {chosen.map(({ key, words, onRemove }) => (
        <li key={key}>
          <Chip removeLabel={words} onRemove={onRemove}>
            <bdi>{words}</bdi>
          </Chip>
        </li>
      ))}
    </ul>
  )
}
