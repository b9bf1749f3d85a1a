import type { InstanceOrganizationJson } from '@mishap/core/client'
import { clip, counted, humanBytes, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import {
  Badge,
  Button,
  Card,
  Checkbox,
  Dialog,
  EmptyState,
  Menu,
  Num,
  ProgressBar,
  useToast,
} from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useDeleteAnyOrganization, useInstanceOrganizations, useThrottle } from '../provider/use-admin.js'
import { DeletionDialog } from '../screens/deletion-card.js'
import { Loaded } from '../screens/loaded.js'
import { Pager } from '../screens/pager.js'
import { RateField, readRate, typedRate } from '../screens/rate-field.js'
import settings from '../screens/settings.module.css'
import { ThrottleField } from '../screens/throttle-field.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import css from './admin.module.css'
import { AdminPage } from './admin-page.js'
import { SearchBar } from './search-bar.js'
import { useSearch } from './use-search.js'

/** Every organization, what it holds and what it may send. */
export function AdminOrganizationsScreen() {
  return (
    <AdminPage title="Organizations">
      <Organizations />
    </AdminPage>
  )
}

function Organizations() {
  const { query, cursor, to, onSearch } = useSearch()
  const organizations = useInstanceOrganizations({ query, cursor })
  return (
    <Card isFlush>
      <SearchBar label="Search by name or slug" query={query} onSearch={onSearch} />
      {organizations.isPlaceholderData ? <ProgressBar label="Loading other organizations" /> : null}
      <Loaded query={organizations} lines={6} height={40}>
        {({ items, previous, next }) => (
          <>
            {items.length === 0 ? (
              <EmptyState icon="folder" title={query === '' ? 'There is no organization yet' : 'None of that name'} />
            ) : null}
            <ul>
              {items.map((organization) => (
                <Row key={organization.id} organization={organization} />
              ))}
            </ul>
            <Pager label="Pages of organizations" previous={previous} next={next} to={(next) => to({ cursor: next })} />
          </>
        )}
      </Loaded>
    </Card>
  )
}

function Row({ organization }: { readonly organization: InstanceOrganizationJson }) {
  const navigation = useNavigation()
  const [asked, setAsked] = useState<'limits' | 'deletion' | null>(null)
  const { slug, projectCount, memberCount, eventCount, bytes, rateLimit, eventThrottleRate } = organization
  const name = visibleText(clip(organization.name, 120))
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={css.name}>
          <bdi>{name}</bdi>
          {organization.isAcceptingEvents ? null : <Badge tone="danger">takes no events</Badge>}
          {eventThrottleRate === 0 ? null : <Badge tone="warn">{`${eventThrottleRate} % refused`}</Badge>}
          {rateLimit === null ? null : <Badge tone="info">rate limited</Badge>}
        </p>
        <p className={css.more}>
          <code>{visibleText(clip(slug, 120))}</code>
          <span>{counted(projectCount, 'project')}</span>
          <span>{counted(memberCount, 'member')}</span>
          <span>
            <Num value={eventCount} /> events, {humanBytes(bytes)}
          </span>
        </p>
      </div>
      <div className={css.buttons}>
        <Button size="sm" onClick={() => setAsked('limits')}>
          Limits<span className="mh-hidden"> of {name}</span>
        </Button>
        <Menu
          label={`What to do with ${name}`}
          isIconOnly
          icon="more"
          size="sm"
          variant="ghost"
          align="end"
          items={[
            {
              ...{ id: 'log', label: 'Its audit log', icon: 'clock' },
              onSelect: () =>
                navigation.navigate(`${paths.admin('audit-log')}?organization=${encodeURIComponent(slug)}`),
            },
            {
              ...{ id: 'delete', label: 'Delete it…', icon: 'trash', isDanger: true, startsGroup: true },
              onSelect: () => setAsked('deletion'),
            },
          ]}
        />
      </div>
      {asked === 'limits' ? <Limits organization={organization} onClose={() => setAsked(null)} /> : null}
      {asked === 'deletion' ? <Deletion organization={organization} onClose={() => setAsked(null)} /> : null}
    </li>
  )
}

interface DialogProps {
  readonly organization: InstanceOrganizationJson
  readonly onClose: () => void
}

function Limits({ organization, onClose }: DialogProps) {
  const [isAccepting, setIsAccepting] = useState(organization.isAcceptingEvents)
  const [rate, setRate] = useState(typedRate(organization.rateLimit))
  const [throttle, setThrottle] = useState(String(organization.eventThrottleRate))
  const change = useThrottle(organization.slug)
  const toast = useToast()
  const name = visibleText(clip(organization.name, 120))
  const submit = () =>
    change.mutate(
      { isAcceptingEvents: isAccepting, rateLimit: readRate(rate), eventThrottleRate: Number(throttle) },
      {
        onSuccess: () => {
          toast.show({ message: `Saved for ${name}`, durationMs: 3000 })
          onClose()
        },
      },
    )
  return (
    <Dialog isOpen onClose={onClose} title={<bdi>Limits of {name}</bdi>}>
      <Form onSubmit={submit} error={change.error} fields={['rateLimit', 'eventThrottleRate']}>
        <p className={settings.note}>
          Of all its projects together. Its managers see these limits and can change them; the audit log tells of both.
        </p>
        <Checkbox
          label="Take events"
          checked={isAccepting}
          onChange={(event) => setIsAccepting(event.target.checked)}
        />
        <RateField
          label="Rate"
          hint="Leave it empty for no limit."
          error={fieldError(change.error, 'rateLimit')}
          value={rate}
          onChange={setRate}
        />
        <ThrottleField error={fieldError(change.error, 'eventThrottleRate')} value={throttle} onChange={setThrottle} />
        <FormActions>
          <Button type="submit" variant="primary" busy={change.isPending}>
            Save
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function Deletion({ organization: { slug, name, projectCount, eventCount }, onClose }: DialogProps) {
  const deletion = useDeleteAnyOrganization()
  const toast = useToast()
  const onDelete = () =>
    deletion.mutate(slug, {
      onSuccess: () => {
        toast.show({ message: `${visibleText(clip(name, 80))} is deleted`, durationMs: 4000 })
        onClose()
      },
    })
  return (
    <DeletionDialog
      isOpen
      onClose={onClose}
      question="Delete the organization?"
      word={slug}
      deletion={deletion}
      onDelete={onDelete}
    >
      <p>
        {counted(projectCount, 'project')} and {counted(eventCount, 'event')} go with it, and nothing brings them back.
        Its people keep their accounts.
      </p>
    </DeletionDialog>
  )
}
