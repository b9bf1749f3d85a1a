import type { ProjectTeamJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useToast } from '../primitives/index.js'
import { useDeleteProject } from '../provider/use-changes.js'
import { DeletionDialog } from './deletion-card.js'

export interface ProjectDialogProps {
  readonly org: string
  readonly project: Pick<ProjectTeamJson, 'slug' | 'name'>
  readonly onClose: () => void
}

/** The end of a project, behind its name. */
export function DeleteProjectDialog({ org, project, onClose }: ProjectDialogProps) {
  const remove = useDeleteProject(org)
  const toast = useToast()
  const name = visibleText(clip(project.name, 80))
  return (
    <DeletionDialog
      isOpen
      onClose={onClose}
      question={`Delete ${name}?`}
      word={project.slug}
      deletion={remove}
      onDelete={() =>
        remove.mutate(project.slug, {
          onSuccess: () => {
            toast.show({ message: `${name} is deleted`, durationMs: 3000 })
            onClose()
          },
        })
      }
    >
      <p>Its issues and events are deleted with it, and its DSN stops working. This cannot be taken back.</p>
    </DeletionDialog>
  )
}
