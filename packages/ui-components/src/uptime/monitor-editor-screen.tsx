import type { MonitorDetailJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useEffect, useRef, useState } from 'react'
import { useToast } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { UnsavedGuard } from '../provider/unsaved-guard.js'
import { Loaded } from '../screens/loaded.js'
import { Page, usePageTitle } from '../screens/page.js'
import { draftOf, inputOfDraft, likeDraft, type MonitorDraft, newDraft } from './monitor-draft.js'
import { MonitorForm } from './monitor-form.js'
import css from './monitor-screen.module.css'
import { TYPES } from './monitor-words.js'
import { useMonitor, useSaveMonitor, useTestMonitor } from './use-monitors.js'

/** Makes a monitor: `?type=` says of which type to begin with, `?like=` like which other one. */
export function NewMonitorScreen({ org }: { readonly org: string }) {
  const params = new URLSearchParams(useNavigation().useLocation().search)
  const like = params.get('like') ?? ''
  const type = TYPES.find((one) => one.type === params.get('type'))?.type ?? 'HTTP'
  if (/^\d{1,15}$/.test(like)) return <LikeAnother org={org} id={Number(like)} />
  return <Editor org={org} before={null} initial={newDraft(type)} />
}

export interface EditMonitorScreenProps {
  readonly org: string
  readonly id: number
}

/** Changes a monitor. */
export function EditMonitorScreen({ org, id }: EditMonitorScreenProps) {
  const monitor = useMonitor(org, id)
  const read = useFirst(monitor.data)
  if (read !== undefined) return <Editor org={org} before={read} initial={draftOf(read)} />
  return (
    <Page title="Monitor" isNarrow>
      <Loaded query={monitor} lines={8} height={36}>
        {() => null}
      </Loaded>
    </Page>
  )
}

function LikeAnother({ org, id }: EditMonitorScreenProps) {
  const monitor = useMonitor(org, id)
  const read = useFirst(monitor.data)
  if (read !== undefined) return <Editor org={org} before={null} initial={likeDraft(read)} />
  return (
    <Page title="New monitor" isNarrow>
      <Loaded query={monitor} lines={8} height={36}>
        {() => null}
      </Loaded>
    </Page>
  )
}

/** What was read first: the form must not change under who fills it in. */
function useFirst<T>(value: T | undefined): T | undefined {
  const first = useRef(value)
  first.current ??= value
  return first.current
}

interface EditorProps {
  readonly org: string
  readonly before: MonitorDetailJson | null
  readonly initial: MonitorDraft
}

function Editor({ org, before, initial }: EditorProps) {
  const navigation = useNavigation()
  const toast = useToast()
  const [first] = useState(initial)
  const [draft, setDraft] = useState(first)
  const save = useSaveMonitor(org)
  const test = useTestMonitor(org)
  const id = before?.id ?? null
  const title = before === null ? 'New monitor' : `Change ${visibleText(clip(before.name, 80))}`
  const back = id === null ? paths.uptime(org) : paths.monitor(org, id)
  const form = useRef<HTMLDivElement>(null)
  usePageTitle(title, org)
  const error = save.error ?? test.error
  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
  return (
    <Page title={<bdi>{title}</bdi>} isNarrow>
      <nav aria-label="Way back" className={css.back}>
        <AppLink to={back}>{id === null ? 'Uptime' : 'The monitor'}</AppLink>
      </nav>
      <UnsavedGuard isUnsaved={JSON.stringify(draft) !== JSON.stringify(first) && !save.isPending} />
      <div ref={form}>
        <MonitorForm
          org={org}
          id={id}
          draft={draft}
          onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
          isSaving={save.isPending}
          isTesting={test.isPending}
          error={error}
          tested={test.data ?? null}
          onCancel={() => navigation.navigate(back)}
          onTest={() => {
            save.reset()
            // What is tried needs no name yet.
            test.mutate({ ...inputOfDraft(draft), name: draft.name.trim() || 'New monitor' })
          }}
          onSubmit={() => {
            test.reset()
            save.mutate(
              { id, input: inputOfDraft(draft) },
              {
                onSuccess: (saved) => {
                  toast.show({ message: id === null ? 'It is looked after from now on' : 'Saved', durationMs: 4000 })
                  // The way back leads past the form, which holds nothing any more.
                  navigation.navigate(paths.monitor(org, saved.id), { replace: true })
                },
              },
            )
          }}
        />
      </div>
    </Page>
  )
}
