import type { ProjectKeyJson } from '@mishap/core/client'
import { counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Code, Dialog, EmptyState, Menu, Time } from '../primitives/index.js'
import { useDeleteKey, useMay } from '../provider/use-project-settings.js'
import { useKeys, useProject } from '../provider/use-queries.js'
import { endpointOf } from '../setup/endpoints.js'
import { SdkCard } from '../setup/sdk-card.js'
import { Dsn } from '../setup/sdk-snippet.js'
import { KeyDialog } from './key-dialog.js'
import { Loaded } from './loaded.js'
import css from './project-keys-screen.module.css'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'

/** The keys of a project: where reports go, how many, and how an app sends them. */
export function ProjectKeysScreen({ org, project }: ProjectScreenProps) {
  const keys = useKeys(org, project)
  const about = useProject(org, project)
  const [isMaking, setIsMaking] = useState(false)
  const usable = keys.data?.items.find((key) => key.isActive)
  return (
    <ProjectSettingsPage org={org} project={project}>
      <Card
        title="Keys"
        isFlush
        actions={
          <Button size="sm" icon="plus" onClick={() => setIsMaking(true)}>
            New key
          </Button>
        }
      >
        <Loaded query={keys} height={32}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon="key" title="No keys">
                Without a key nothing can be reported.
              </EmptyState>
            ) : (
              <ul>
                {items.map((key) => (
                  <Key key={key.id} org={org} project={project} value={key} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
      {isMaking ? <KeyDialog org={org} project={project} isOpen onClose={() => setIsMaking(false)} /> : null}
      {usable === undefined || about.data === undefined ? null : (
        <SdkCard name={about.data.name} dsn={usable.dsn.public} platform={about.data.platform} />
      )}
    </ProjectSettingsPage>
  )
}

interface KeyProps extends ProjectScreenProps {
  readonly value: ProjectKeyJson
}

function Key({ org, project, value }: KeyProps) {
  const [open, setOpen] = useState<'change' | 'delete' | null>(null)
  const mayDelete = useMay(org, 'project:admin')
  const name = visibleText(value.name || value.label) || 'Without a name'
  const close = () => setOpen(null)
  return (
    <li className={css.key}>
      <div className={css.head}>
        <h3 className={css.name}>
          <bdi>{name}</bdi>
        </h3>
        {value.isActive ? null : <Badge tone="warn">Switched off</Badge>}
        {value.rateLimit === null ? null : (
          <Badge>
            {counted(value.rateLimit.count, 'request')} in {value.rateLimit.window} s
          </Badge>
        )}
        <span className={css.when}>
          made <Time value={value.dateCreated} isFocusable={false} />
        </span>
        <Menu
          label={`More about the key ${name}`}
          isIconOnly
          icon="more"
          size="sm"
          variant="ghost"
          align="end"
          items={[
            { id: 'change', label: 'Change…', icon: 'settings', onSelect: () => setOpen('change') },
            {
              id: 'delete',
              label: 'Delete…',
              icon: 'trash',
              isDanger: true,
              isDisabled: !mayDelete,
              ...(mayDelete ? {} : { hint: 'For admins, managers and owners' }),
              onSelect: () => setOpen('delete'),
            },
          ]}
        />
      </div>
      <Dsn dsn={value.dsn.public} />
      <Others dsn={value.dsn} />
      {open === 'change' ? <KeyDialog org={org} project={project} saved={value} isOpen onClose={close} /> : null}
      {open === 'delete' ? <Deletion org={org} project={project} value={value} name={name} onClose={close} /> : null}
    </li>
  )
}

/** For what knows no DSN. */
function Others({ dsn }: { readonly dsn: ProjectKeyJson['dsn'] }) {
  const minidump = endpointOf(dsn.public, 'minidump')
  const store = endpointOf(dsn.public, 'store')
  const all = [
    { label: 'Policies of browsers (CSP and the like), as report-uri', url: dsn.security },
    { label: 'Minidumps of native programs, as upload URL of Crashpad or Breakpad', url: minidump },
    { label: 'Single events as JSON, from a script', url: store },
  ]
  return (
    <details className={css.others}>
      <summary>For what knows no DSN</summary>
      <dl>
        {all.map(({ label, url }) =>
          url === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <Code isBlock isWrapped>
                  {url}
                </Code>
              </dd>
            </div>
          ),
        )}
      </dl>
    </details>
  )
}

function Deletion({ org, project, value, name, onClose }: KeyProps & { name: string; onClose: () => void }) {
  const remove = useDeleteKey(org, project)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Delete the key?"
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate(value.id, { onSuccess: onClose })}
          >
            Delete for good
          </Button>
        </>
      }
    >
      <div className={css.question}>
        <p>
          Whatever reports with <b>{<bdi>{name}</bdi>}</b> is refused from then on, and nobody can make the same key
          again. To try it first, switch the key off.
        </p>
        {remove.error === null ? null : (
          <p role="alert" className={css.error}>
            {remove.error.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
