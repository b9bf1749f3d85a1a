import type { ProjectDetailJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, Field, Icon, Select, TextInput, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useDeleteProject, useUpdateProject } from '../provider/use-changes.js'
import { useMay } from '../provider/use-project-settings.js'
import { useProject } from '../provider/use-queries.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { PLATFORMS, platformOf } from '../setup/platforms.js'
import { DeletionCard } from './deletion-card.js'
import { Loaded } from './loaded.js'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import { ProjectTeams } from './project-teams.js'
import css from './settings.module.css'
import { LoadedSpikeNotice } from './spike-notice.js'
import { WhoCanHelp } from './who-can-help.js'

/** A project's names, platform and teams, and its end. */
export function ProjectSettingsScreen({ org, project: slug }: ProjectScreenProps) {
  const project = useProject(org, slug)
  return (
    <ProjectSettingsPage org={org} project={slug}>
      <Loaded query={project} lines={8}>
        {(saved) => (
          <>
            <LoadedSpikeNotice org={org} project={slug} />
            <General key={saved.id} org={org} saved={saved} />
            <ProjectTeams org={org} project={slug} saved={saved.teams.map((team) => team.slug)} />
            <Removal org={org} saved={saved} />
          </>
        )}
      </Loaded>
    </ProjectSettingsPage>
  )
}

interface PartProps {
  readonly org: string
  readonly saved: ProjectDetailJson
}

function General({ org, saved }: PartProps) {
  const [name, setName] = useState(saved.name)
  const [slug, setSlug] = useState(saved.slug)
  const [platform, setPlatform] = useState(saved.platform)
  const update = useUpdateProject(org, saved.slug)
  const { navigate } = useNavigation()
  const toast = useToast()
  const isMoved = slug.trim() !== saved.slug
  const submit = () =>
    update.mutate(
      { name: name.trim(), platform, ...(isMoved ? { slug: slug.trim() } : {}) },
      {
        onSuccess: (changed) => {
          toast.show({ message: 'Saved', durationMs: 3000 })
          if (changed.slug !== saved.slug) navigate(paths.projectSettings(org, changed.slug), { replace: true })
        },
      },
    )
  const isKnown = platform === null || platformOf(platform) !== null
  return (
    <Card title="General">
      <Form onSubmit={submit} error={update.error} fields={['name', 'slug', 'platform']}>
        <Field label="Name" error={fieldError(update.error, 'name')}>
          <TextInput required maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field
          label="Slug"
          hint="Its name in addresses and for sentry-cli. DSNs do not hold it."
          error={fieldError(update.error, 'slug')}
        >
          <TextInput
            required
            maxLength={50}
            pattern="[\-_a-zA-Z0-9]+"
            title="Letters, digits, - and _"
            autoCapitalize="none"
            spellCheck={false}
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
          />
        </Field>
        {isMoved ? (
          <p role="status" className={css.warning}>
            <Icon name="alert" size={14} /> Links to its settings and scripts that name <code>{saved.slug}</code> stop
            working, and the short ids of its issues begin with another word.
          </p>
        ) : null}
        <Field label="Platform" error={fieldError(update.error, 'platform')}>
          <Select value={platform ?? ''} onChange={(event) => setPlatform(event.target.value || null)}>
            <option value="">Any</option>
            {isKnown ? null : <option value={platform ?? ''}>{platform}</option>}
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

function Removal({ org, saved: { name, slug } }: PartProps) {
  const remove = useDeleteProject(org)
  const { navigate } = useNavigation()
  const mayDelete = useMay(org, 'project:admin')
  if (!mayDelete)
    return (
      <Card title="Delete the project">
        <WhoCanHelp org={org} least="admin">
          Members do not delete projects; admins, managers and owners do.
        </WhoCanHelp>
      </Card>
    )
  return (
    <DeletionCard
      title="Delete the project"
      label="Delete project"
      question={`Delete ${visibleText(name)}?`}
      word={slug}
      deletion={remove}
      onDelete={() => remove.mutate(slug, { onSuccess: () => navigate(paths.projects(org)) })}
    >
      <p>Its issues and events are deleted with it, and its DSN stops working. This cannot be taken back.</p>
    </DeletionCard>
  )
}
