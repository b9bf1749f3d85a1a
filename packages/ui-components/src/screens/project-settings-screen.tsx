import { counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import {
  Badge,
  Button,
  Card,
  Dialog,
  ErrorState,
  Field,
  Select,
  Skeleton,
  TextInput,
  useToast,
} from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useDeleteProject, useUpdateProject } from '../provider/use-changes.js'
import { useKeys, useProject } from '../provider/use-queries.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { PLATFORMS, platformOf } from '../setup/platforms.js'
import { Dsn } from '../setup/sdk-snippet.js'
import { IngestSettings } from './ingest-settings.js'
import { KeyDialog } from './key-dialog.js'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import css from './settings.module.css'
import { LoadedSpikeNotice } from './spike-notice.js'

/** A project's name, platform and keys, what it takes in, and its end. */
export function ProjectSettingsScreen({ org, project: slug }: ProjectScreenProps) {
  const project = useProject(org, slug)
  return (
    <ProjectSettingsPage org={org} project={slug}>
      {project.data === undefined && project.error === null ? <Skeleton lines={8} height={22} /> : null}
      {project.data === undefined && project.error !== null ? (
        <ErrorState error={project.error} onRetry={() => void project.refetch()} />
      ) : null}
      {project.data === undefined ? null : (
        <>
          <LoadedSpikeNotice org={org} project={slug} />
          <Keys org={org} project={slug} />
          <General
            key={project.data.id}
            org={org}
            slug={slug}
            name={project.data.name}
            platform={project.data.platform}
          />
          <IngestSettings
            key={`ingest ${project.data.id}`}
            org={org}
            project={slug}
            scrubIPAddresses={project.data.scrubIPAddresses}
          />
          <Removal org={org} slug={slug} name={project.data.name} />
        </>
      )}
    </ProjectSettingsPage>
  )
}

function Keys({ org, project }: ProjectScreenProps) {
  const keys = useKeys(org, project)
  const [changed, setChanged] = useState<string | null>(null)
  return (
    <Card title="Keys">
      {keys.data === undefined && keys.error === null ? <Skeleton lines={2} height={32} /> : null}
      {keys.error !== null && keys.data === undefined ? (
        <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
      ) : null}
      <ul className={css.keys}>
        {keys.data?.items.map((key) => (
          <li key={key.id}>
            <p className={css.keyName}>
              <bdi>{visibleText(key.name || key.label || 'Key')}</bdi>
              {key.isActive ? null : <Badge tone="warn">Switched off</Badge>}
              {key.rateLimit === null ? null : (
                <Badge>
                  {counted(key.rateLimit.count, 'request')} in {key.rateLimit.window} s
                </Badge>
              )}
              <Button size="sm" className={css.keyChange} onClick={() => setChanged(key.id)}>
                Change<span className="mh-hidden"> the key {visibleText(key.name || key.label)}</span>
              </Button>
            </p>
            <Dsn dsn={key.dsn.public} />
            {changed === key.id ? (
              <KeyDialog org={org} project={project} saved={key} isOpen onClose={() => setChanged(null)} />
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

interface GeneralProps {
  readonly org: string
  readonly slug: string
  readonly name: string
  readonly platform: string | null
}

function General({ org, slug, name, platform }: GeneralProps) {
  const [typed, setTyped] = useState(name)
  const [chosen, setChosen] = useState(platform)
  const update = useUpdateProject(org, slug)
  const toast = useToast()
  const submit = () =>
    update.mutate(
      { name: typed.trim(), platform: chosen },
      { onSuccess: () => toast.show({ message: 'Saved', durationMs: 3000 }) },
    )
  const isKnown = chosen === null || platformOf(chosen) !== null
  return (
    <Card title="General">
      <Form onSubmit={submit} error={update.error} fields={['name', 'platform']}>
        <Field label="Name" hint={`Its address keeps the name ${slug}.`} error={fieldError(update.error, 'name')}>
          <TextInput required maxLength={64} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
        <Field label="Platform" error={fieldError(update.error, 'platform')}>
          <Select value={chosen ?? ''} onChange={(event) => setChosen(event.target.value || null)}>
            <option value="">Any</option>
            {isKnown ? null : <option value={chosen ?? ''}>{chosen}</option>}
            {PLATFORMS.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        </Field>
        <FormActions>
          <Button type="submit" variant="primary" busy={update.isPending}>
            Save
          </Button>
        </FormActions>
      </Form>
    </Card>
  )
}

function Removal({ org, slug, name }: Omit<GeneralProps, 'platform'>) {
  const [isOpen, setIsOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const remove = useDeleteProject(org)
  const { navigate } = useNavigation()
  const close = () => {
    setIsOpen(false)
    setTyped('')
    remove.reset()
  }
  return (
    <Card title="Delete the project">
      <div className={css.removal}>
        <p>Its issues and events are deleted with it, and its DSN stops working. This cannot be taken back.</p>
        <Button icon="trash" onClick={() => setIsOpen(true)}>
          Delete project
        </Button>
      </div>
      <Dialog
        isOpen={isOpen}
        onClose={close}
        title={`Delete ${name}?`}
        actions={
          <>
            <Button onClick={close}>Keep it</Button>
            <Button
              variant="danger"
              disabled={typed !== slug}
              busy={remove.isPending}
              onClick={() => remove.mutate(slug, { onSuccess: () => navigate(paths.projects(org)) })}
            >
              Delete for good
            </Button>
          </>
        }
      >
        <Field
          label={
            <>
              Type <code>{slug}</code> to go on
            </>
          }
          error={remove.error === null ? undefined : remove.error.message}
        >
          <TextInput
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      </Dialog>
    </Card>
  )
}
