import type { GroupingSettingsJson } from '@mishap/core/client'
import { useState } from 'react'
import { Badge, Button, Card, Dialog, ErrorState, ProgressBar, Time, useToast } from '../primitives/index.js'
import { usePreviewGrouping, useUpdateGrouping } from '../provider/use-grouping.js'
import { GroupingResult } from '../rules/grouping-result.js'
import settings from './settings.module.css'

export interface GroupingEngineProps {
  readonly org: string
  readonly project: string
  readonly saved: GroupingSettingsJson
}

/** Which engine groups the events of a project, and the way to a newer one. */
export function GroupingEngine({ org, project, saved }: GroupingEngineProps) {
  const { version, versions, previous, previousUntil } = saved
  const newest = versions.at(-1) ?? version
  const isNewest = version === newest
  return (
    <Card title="Engine">
      <div className={settings.paragraphs}>
        <p>
          Events are grouped by <code>{version}</code> {isNewest ? <Badge tone="ok">the newest</Badge> : null}
        </p>
        <p className={settings.note}>
          {isNewest
            ? 'An engine never changes once it is released. A better one comes under a new name, and is taken on here.'
            : `${newest} is newer. It tells apart more of what differs, and joins more of what only looks different.`}
        </p>
        {previous === null || previousUntil === null ? null : (
          <p className={settings.note}>
            Errors that {version} does not know yet go where {previous} put them until{' '}
            <Time value={previousUntil} mode="absolute" />, so no issue is reported twice because of the change.
          </p>
        )}
      </div>
      {isNewest ? null : <Upgrade org={org} project={project} to={newest} from={version} />}
    </Card>
  )
}

interface UpgradeProps {
  readonly org: string
  readonly project: string
  readonly from: string
  readonly to: string
}

function Upgrade({ org, project, from, to }: UpgradeProps) {
  const [isOpen, setIsOpen] = useState(false)
  const preview = usePreviewGrouping(org, project)
  const update = useUpdateGrouping(org, project)
  const toast = useToast()
  const open = () => {
    setIsOpen(true)
    preview.mutate({ version: to })
  }
  const save = () =>
    update.mutate(
      { version: to },
      {
        onSuccess: () => {
          setIsOpen(false)
          toast.show({ message: `Grouped by ${to} from now on`, durationMs: 4000 })
        },
      },
    )
  return (
    <div className={settings.apart}>
      <Button icon="arrow-right" onClick={open}>
        Upgrade to {to}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={`Group by ${to}?`}
        actions={
          <>
            <Button onClick={() => setIsOpen(false)}>Keep {from}</Button>
            <Button variant="primary" busy={update.isPending} onClick={save}>
              Upgrade
            </Button>
          </>
        }
      >
        <div className={settings.paragraphs}>
          <p>
            Issues stay. For 90 days an error that {to} does not know goes into the issue that {from} gave it, which
            then has both. Your rules go on.
          </p>
          {preview.isPending ? <ProgressBar label={`Trying ${to} on the newest events`} /> : null}
          {preview.error === null ? null : <ErrorState error={preview.error} onRetry={open} />}
          {preview.data === undefined ? null : <GroupingResult org={org} preview={preview.data} />}
          {update.error === null ? null : <ErrorState error={update.error} onRetry={save} />}
        </div>
      </Dialog>
    </div>
  )
}
