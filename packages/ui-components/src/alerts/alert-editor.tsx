import type { OrganizationAlertJson } from '@mishap/core/client'
import { useEffect, useRef, useState } from 'react'
import { Card, useClock, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { UnsavedGuard } from '../provider/unsaved-guard.js'
import { useMay } from '../provider/use-project-settings.js'
import { useProjects } from '../provider/use-queries.js'
import { type AlertDraft, draftOf, inputOfDraft } from './alert-draft.js'
import css from './alert-editor.module.css'
import { AlertForm } from './alert-form.js'
import { BackTest } from './back-test.js'
import { faultsOf, whenFaults } from './draft-faults.js'
import { RulePreview } from './rule-preview.js'
import { useSaveRule, useTestRule } from './use-alerts.js'

export interface AlertEditorProps {
  readonly org: string
  /** The one that is changed; null for a new one. */
  readonly saved: OrganizationAlertJson | null
  readonly initial: AlertDraft
}

/** A rule while it is written: the form, what it says in one sentence, and what it would have told. */
export function AlertEditor({ org, saved, initial }: AlertEditorProps) {
  const navigation = useNavigation()
  const toast = useToast()
  const zone = useOwnZone()
  const [before, setBefore] = useState(initial)
  const [draft, setDraft] = useState(initial)
  const [isAsked, setIsAsked] = useState(false)
  const projects = useProjects(org).data?.items ?? []
  const mayWrite = useMay(org, 'project:write')
  const save = useSaveRule(org)
  const test = useTestRule(org)
  const form = useRef<HTMLDivElement>(null)
  const isChanged = JSON.stringify(inputOfDraft(draft)) !== JSON.stringify(inputOfDraft(before))
  // Nobody is told what is missing before they have tried.
  const faults = isAsked ? faultsOf(draft) : {}
  const toFirstFault = () =>
    requestAnimationFrame(() => {
      const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]:not(:empty)')
      wrong?.focus()
      wrong?.scrollIntoView({ block: 'center' })
    })
  useEffect(() => {
    if (save.error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [save.error])

  const change = (part: Partial<AlertDraft>) => setDraft((now) => ({ ...now, ...part }))
  const submit = () => {
    setIsAsked(true)
    if (Object.keys(faultsOf(draft)).length > 0) return toFirstFault()
    save.mutate(
      { id: saved?.id ?? null, project: draft.project, input: inputOfDraft(draft) },
      {
        onSuccess: (rule) => {
          toast.show({ message: saved === null ? 'The rule is made, and on' : 'Saved', durationMs: 4000 })
          if (saved === null) return navigation.navigate(paths.alert(org, rule.id, draft.project), { replace: true })
          const next = draftOf({ ...rule, project: saved.project }, zone)
          setBefore(next)
          setDraft(next)
          setIsAsked(false)
        },
      },
    )
  }
  const cancel = () => {
    if (saved !== null && isChanged) {
      save.reset()
      setIsAsked(false)
      return setDraft(before)
    }
    navigation.navigate(paths.alerts(org))
  }
  return (
    <div className={css.editor}>
      <UnsavedGuard isUnsaved={isChanged && !save.isPending} />
      <div ref={form} className={css.form}>
        <AlertForm
          org={org}
          saved={saved}
          projects={projects}
          draft={draft}
          isChanged={isChanged}
          mayWrite={mayWrite}
          faults={faults}
          isAsked={isAsked}
          onChange={change}
          onSubmit={submit}
          onCancel={cancel}
          isSaving={save.isPending}
          error={save.error}
          onTest={(recipient) => (saved === null ? Promise.resolve([]) : test.mutateAsync({ rule: saved, recipient }))}
        />
      </div>
      <aside aria-label="What the rule does" className={css.aside}>
        <Card title="In words">
          <RulePreview org={org} draft={draft} />
        </Card>
        <Card title="The last 14 days">
          <BackTest org={org} draft={draft} isWhole={Object.keys(whenFaults(draft)).length === 0} onChange={change} />
        </Card>
      </aside>
    </div>
  )
}

/** For quiet hours: that of the reader. */
export function useOwnZone(): string {
  return useClock().timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}
