import { parseOwnership } from '@mishap/core/format'
import { useDeferredValue, useMemo, useState } from 'react'
import { ErrorState, Skeleton, useToast } from '../primitives/index.js'
import { useOwnership, usePreviewOwnership, useUpdateOwnership } from '../provider/use-grouping.js'
import { OwnershipHelp } from '../rules/grammar-help.js'
import { OwnershipResult } from '../rules/ownership-result.js'
import { RulesEditor } from '../rules/rules-editor.js'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import { RulesForm } from './rules-form.js'

/** Who owns what in a project. */
export function ProjectOwnershipScreen({ org, project }: ProjectScreenProps) {
  const ownership = useOwnership(org, project)
  return (
    <ProjectSettingsPage org={org} project={project}>
      {ownership.data === undefined && ownership.error === null ? <Skeleton lines={8} height={22} /> : null}
      {ownership.data === undefined && ownership.error !== null ? (
        <ErrorState error={ownership.error} onRetry={() => void ownership.refetch()} />
      ) : null}
      {ownership.data === undefined ? null : <Ownership org={org} project={project} saved={ownership.data.raw} />}
    </ProjectSettingsPage>
  )
}

function Ownership({ org, project, saved }: ProjectScreenProps & { readonly saved: string }) {
  const [changed, setChanged] = useState<string | null>(null)
  const draft = changed ?? saved
  const read = useDeferredValue(draft)
  const faults = useMemo(() => parseOwnership(read).faults, [read])
  const preview = usePreviewOwnership(org, project)
  const update = useUpdateOwnership(org, project)
  const toast = useToast()
  const save = () =>
    update.mutate(draft, {
      onSuccess: () => {
        setChanged(null)
        toast.show({ message: 'Saved', durationMs: 3000 })
      },
    })
  return (
    <RulesForm
      title="Ownership rules"
      note="Issues suggest whom to assign by these rules. Nobody is assigned by them alone."
      isChanged={draft !== saved}
      hasFaults={faults.length > 0}
      update={update}
      preview={preview}
      onTry={() => preview.mutate(draft)}
      onSave={save}
      result={(found) => <OwnershipResult org={org} preview={found} isStale={preview.variables !== draft} />}
    >
      <RulesEditor
        label="Rules"
        hint="What it is about, then who owns it. The last rule that fits comes first."
        placeholder="path:src/checkout/* ada@example.com #payments"
        value={draft}
        faults={faults}
        onChange={setChanged}
      />
      <OwnershipHelp />
    </RulesForm>
  )
}
