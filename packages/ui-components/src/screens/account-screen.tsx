import type { UserJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useMemo, useState } from 'react'
import { Button, Card, Field, Select, TextInput, Time, useClock, useNow, useToast } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { isTimeZone, timeZoneRegions } from '../provider/time-zones.js'
import { useDeleteMe, useOwnedOrganizations, useUpdateMe } from '../provider/use-profile.js'
import { useMe, useSettings } from '../provider/use-queries.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { ConnectedAccounts } from '../sign-in/connected-accounts.js'
import { DeletionCard } from './deletion-card.js'
import { EmailAddresses } from './email-addresses.js'
import { Loaded } from './loaded.js'
import { ProfilePage } from './profile-page.js'
import css from './settings.module.css'

/** Who the reader is to this server, at which addresses, and the way out. */
export function AccountScreen() {
  const me = useMe()
  const isOfHost = useSettings().data?.hostAuth != null
  return (
    <ProfilePage title="Account">
      <Loaded query={me} lines={8}>
        {(user) => (
          <>
            <You key={user.id} user={user} isOfHost={isOfHost} />
            {isOfHost ? null : (
              <>
                <EmailAddresses />
                <ConnectedAccounts />
                <Deletion user={user} />
              </>
            )}
          </>
        )}
      </Loaded>
    </ProfilePage>
  )
}

function You({ user, isOfHost }: { readonly user: UserJson; readonly isOfHost: boolean }) {
  const [name, setName] = useState(user.name)
  const [timezone, setTimezone] = useState(user.options.timezone ?? '')
  const update = useUpdateMe()
  const toast = useToast()
  const submit = () =>
    update.mutate(
      { ...(isOfHost ? {} : { name: name.trim() }), options: { timezone: timezone === '' ? null : timezone } },
      { onSuccess: () => toast.show({ message: 'Saved', durationMs: 3000 }) },
    )
  return (
    <Card title="You">
      <Form onSubmit={submit} error={update.error} fields={['name', 'timezone']}>
        {isOfHost ? (
          <p className={css.note}>
            You are <bdi>{visibleText(user.name || user.email)}</bdi>, as the application around this one knows you.
          </p>
        ) : (
          <Field label="Name" hint="How others see you." error={fieldError(update.error, 'name')}>
            <TextInput
              maxLength={255}
              autoComplete="name"
              placeholder={user.email}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
        )}
        <ZoneField value={timezone} onChange={setTimezone} error={fieldError(update.error, 'timezone')} />
        <FormActions>
          <Button type="submit" variant="primary" busy={update.isPending}>
            Save
          </Button>
        </FormActions>
      </Form>
      <dl className={`${css.facts} ${css.apart}`}>
        <dt>Rights</dt>
        <dd>{user.isSuperuser ? 'Superuser: runs this server' : 'By membership of organizations'}</dd>
        <dt>Since</dt>
        <dd>
          <Time value={user.dateJoined} />
        </dd>
      </dl>
    </Card>
  )
}

interface ZoneFieldProps {
  readonly value: string
  readonly onChange: (zone: string) => void
  readonly error: string | undefined
}

function ZoneField({ value, onChange, error }: ZoneFieldProps) {
  const { locale } = useClock()
  const now = useNow()
  const regions = useMemo(timeZoneRegions, [])
  const isListed = value === '' || value === 'UTC' || regions.some(({ zones }) => zones.some(({ id }) => id === value))
  const isKnown = value !== '' && isTimeZone(value)
  const there = isKnown
    ? ` It is ${new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: value }).format(now)} there.`
    : ''
  return (
    <Field label="Time zone" hint={`Of the dates that you see, in every browser.${there}`} error={error}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">As the browser has it</option>
        <option value="UTC">UTC</option>
        {isListed ? null : <option value={value}>{visibleText(value)}</option>}
        {regions.map(({ name, zones }) => (
          <optgroup key={name} label={name}>
            {zones.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
    </Field>
  )
}

function Deletion({ user }: { readonly user: UserJson }) {
  const owned = useOwnedOrganizations()
  const deletion = useDeleteMe()
  if (user.isSuperuser)
    return (
      <Card title="Delete the account">
        <p className={css.note}>
          Whoever runs the server cannot leave it by deleting the account. Another superuser can take that right from
          you first.
        </p>
      </Card>
    )
  return (
    <Loaded query={owned}>
      {(organizations) =>
        organizations.length > 0 ? (
          <Card title="Delete the account">
            <div className={css.paragraphs}>
              <p className={css.note}>
                These would be left without an owner. Hand each of them on, or delete it, first:
              </p>
              <ul className={css.owned}>
                {organizations.map(({ id, slug, name }) => (
                  <li key={id}>
                    <AppLink to={paths.organizationSettings(slug)}>
                      <bdi>{visibleText(name)}</bdi>
                    </AppLink>
                  </li>
                ))}
              </ul>
            </div>
          </Card>
        ) : (
          <DeletionCard
            title="Delete the account"
            label="Delete account"
            question="Delete your account?"
            word={user.email}
            deletion={deletion}
            onDelete={() => deletion.mutate()}
          >
            <p>
              You leave every organization, and your API tokens stop working. Projects, issues and what you wrote stay.
              This cannot be taken back.
            </p>
          </DeletionCard>
        )
      }
    </Loaded>
  )
}
